import { isCalendarDay, isTimeZone, type Holiday } from "@synapse-voice/contract";
import { draftOfSpan, problemOfSpans, spanOfDraft, type SpanDraft } from "./business-hours.ts";

/** A holiday in the form. */
export interface HolidayDraft {
  /** Day as a date field has it, such as `2026-12-25`; empty until the admin has chosen one. */
  readonly date: string;
  readonly name: string;
  /** Open hours of the day. None: closed all day. */
  readonly spans: readonly SpanDraft[];
  /** True for a stored holiday that is over. The form only shows it. */
  readonly isPast: boolean;
}

/** A holiday that the admin has just added. */
export const newHoliday: HolidayDraft = { date: "", name: "", spans: [], isPast: false };

/** Compares holidays by their day. */
export const byDate = (a: { readonly date: string }, b: { readonly date: string }): number =>
  a.date < b.date ? -1 : Number(a.date > b.date);

/**
 * Returns the day of the calendar in a time zone at a time in ms, such as `2026-12-25`. In place of
 * a zone that this browser does not know, it takes the browser's own.
 */
function dayIn(zone: string | undefined, now: number): string {
  const timeZone = zone !== undefined && isTimeZone(zone) ? zone : undefined;
  // Swedish dates have the form of the API.
  return new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short" }).format(now);
}

/**
 * Returns the holidays of the API as the form edits them, ordered by day. `timeZone` is that of the
 * business hours, and `now` is a time in ms.
 */
export function draftOfHolidays(
  holidays: readonly Holiday[],
  timeZone: string | undefined,
  now: number,
): readonly HolidayDraft[] {
  const today = dayIn(timeZone, now);
  return holidays.toSorted(byDate).map(({ date, name, spans }) => ({
    date,
    name,
    spans: spans.map(draftOfSpan),
    isPast: date < today,
  }));
}

/** Formats a day such as `2026-12-25` in the reader's locale. */
export const dayText = (date: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" }).format(
    Date.parse(date),
  );

/** Returns the holidays in the form of the API, ordered by day. */
export const holidaysOfDraft = (drafts: readonly HolidayDraft[]): Holiday[] =>
  drafts
    .map(({ date, name, spans }) => ({ date, name: name.trim(), spans: spans.map(spanOfDraft) }))
    .toSorted(byDate);

/** The problem of a holiday, and the field that has it. */
export interface HolidayProblem {
  readonly field: "date" | "name" | "spans";
  readonly text: string;
}

function problemOf(
  { date, name, spans }: HolidayDraft,
  others: readonly HolidayDraft[],
): HolidayProblem | undefined {
  if (!isCalendarDay(date)) return { field: "date", text: "Give the day." };
  if (others.some((other) => other.date === date))
    return { field: "date", text: "This day is in the list already." };
  if (name.trim() === "") return { field: "name", text: "Give the day a name." };
  const text = problemOfSpans(spans);
  return text === undefined ? undefined : { field: "spans", text };
}

/**
 * Returns the problems by position, undefined for a valid holiday. Returns null if all are valid.
 * Of two holidays on one day, the later one in the list has the problem.
 */
export function problemsOfHolidays(
  drafts: readonly HolidayDraft[],
): readonly (HolidayProblem | undefined)[] | null {
  const problems = drafts.map((draft, index) => problemOf(draft, drafts.slice(0, index)));
  return problems.every((problem) => problem === undefined) ? null : problems;
}
