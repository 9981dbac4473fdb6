import type { BusinessHours } from "@synapse-voice/contract";

/** From and to as a time field has them; an end at midnight is `00:00` there. */
export interface SpanDraft {
  readonly from: string;
  readonly to: string;
}

/** Business hours while somebody edits them: the spans of each day, Monday first. */
export interface HoursDraft {
  readonly timeZone: string;
  readonly days: readonly (readonly SpanDraft[])[];
}

export const dayNames = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** How many spans a day may have here: two breaks. */
export const maxSpansPerDay = 3;

const workingDay: SpanDraft = { from: "09:00", to: "17:00" };

/** Where an admin begins who had none: the usual week, by the clock on their wall. */
export const usualHours = (): HoursDraft => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: dayNames.map((_name, index) => (index < 5 ? [workingDay] : [])),
});

export const draftOfHours = ({ timeZone, spans }: BusinessHours): HoursDraft => ({
  timeZone,
  days: dayNames.map((_name, index) =>
    spans
      .filter(({ day }) => day === index + 1)
      .map(({ from, to }) => ({ from, to: to === "24:00" ? "00:00" : to })),
  ),
});

/** The hours as the server keeps them. Spans of an earlier day come first. */
export const hoursOfDraft = ({ timeZone, days }: HoursDraft): BusinessHours => ({
  timeZone: timeZone.trim(),
  spans: days.flatMap((spans, index) =>
    spans.map(({ from, to }) => ({ day: index + 1, from, to: to === "00:00" ? "24:00" : to })),
  ),
});

/** What a day opens with, and what comes after a break. */
export const nextSpan = (spans: readonly SpanDraft[]): SpanDraft =>
  spans.length === 0 ? workingDay : { from: "", to: "" };

/** What is wrong with the hours, by field. */
export interface HoursProblems {
  readonly timeZone?: string;
  /** By day, Monday first. */
  readonly days: readonly (string | undefined)[];
  readonly all?: string;
}

function problemOfDay(spans: readonly SpanDraft[]): string | undefined {
  if (spans.some(({ from, to }) => from === "" || to === "")) return "Give both times.";
  const endsTooEarly = spans.some(({ from, to }) => to !== "00:00" && to <= from);
  return endsTooEarly ? "The end must come after the start." : undefined;
}

/** Null where nothing is wrong. */
export function problemsOfHours({ timeZone, days }: HoursDraft): HoursProblems | null {
  const dayProblems = days.map(problemOfDay);
  const problems: HoursProblems = {
    days: dayProblems,
    ...(isTimeZone(timeZone.trim())
      ? {}
      : { timeZone: "Choose one from the list, such as Europe/Berlin." }),
    ...(days.every((spans) => spans.length === 0)
      ? { all: "Choose at least one day, or calls to the team are never taken." }
      : {}),
  };
  return problems.timeZone === undefined &&
    problems.all === undefined &&
    dayProblems.every((problem) => problem === undefined)
    ? null
    : problems;
}

function isTimeZone(name: string): boolean {
  try {
    return (
      name !== "" &&
      new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
    );
  } catch {
    return false;
  }
}

/** Every time zone that this browser can name. */
export const timeZones = (): readonly string[] => Intl.supportedValuesOf("timeZone");
