import { isTimeZone, type BusinessHours } from "@synapse-voice/contract";

/** Start and end as a time field has them. There, an end at midnight is `00:00`. */
export interface SpanDraft {
  readonly from: string;
  readonly to: string;
}

/** Business hours in the form: the spans of each day, Monday first. */
export interface HoursDraft {
  readonly timeZone: string;
  readonly days: readonly (readonly SpanDraft[])[];
}

/** Days of the week, Monday first. */
export const dayNames = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** Most spans that a day can have in the form: enough for two breaks. */
export const maxSpansPerDay = 3;

const workingDay: SpanDraft = { from: "09:00", to: "17:00" };

/**
 * Returns the hours with which the form starts if there are none: a usual week in the browser's
 * time zone.
 */
export const usualHours = (): HoursDraft => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: dayNames.map((_name, index) => (index < 5 ? [workingDay] : [])),
});

/** Returns a span of the API as time fields have it. */
export const draftOfSpan = ({ from, to }: SpanDraft): SpanDraft => ({
  from,
  to: to === "24:00" ? "00:00" : to,
});

/** Returns a span of the form as the API has it. */
export const spanOfDraft = ({ from, to }: SpanDraft): SpanDraft => ({
  from,
  to: to === "00:00" ? "24:00" : to,
});

/** Returns the hours of the API as the form edits them. */
export const draftOfHours = ({ timeZone, spans }: BusinessHours): HoursDraft => ({
  timeZone,
  days: dayNames.map((_name, index) =>
    spans.filter(({ day }) => day === index + 1).map(draftOfSpan),
  ),
});

/** Returns the hours in the form of the API, ordered by day. */
export const hoursOfDraft = ({ timeZone, days }: HoursDraft): BusinessHours => ({
  timeZone: timeZone.trim(),
  spans: days.flatMap((spans, index) =>
    spans.map((span) => ({ day: index + 1, ...spanOfDraft(span) })),
  ),
});

/** Returns the first span of a day, or an empty one after a break. */
export const nextSpan = (spans: readonly SpanDraft[]): SpanDraft =>
  spans.length === 0 ? workingDay : { from: "", to: "" };

/** Problems of the hours, by field. */
export interface HoursProblems {
  readonly timeZone?: string;
  /** By day, Monday first; undefined for a valid day. */
  readonly days: readonly (string | undefined)[];
  readonly all?: string;
}

/** Returns the problem of the spans of one day; undefined if they are valid. */
export function problemOfSpans(spans: readonly SpanDraft[]): string | undefined {
  if (spans.some(({ from, to }) => from === "" || to === "")) return "Give both times.";
  const endsTooEarly = spans.some(({ from, to }) => to !== "00:00" && to <= from);
  return endsTooEarly ? "The end must come after the start." : undefined;
}

/** Returns the problems of the hours; null if they are valid. */
export function problemsOfHours({ timeZone, days }: HoursDraft): HoursProblems | null {
  const dayProblems = days.map(problemOfSpans);
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

/** Returns all time zones that this browser knows. */
export const timeZones = (): readonly string[] => Intl.supportedValuesOf("timeZone");
