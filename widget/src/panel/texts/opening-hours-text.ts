/** A time span on one day of the week. Days count from 1 (Monday) to 7 (Sunday). */
export interface OpenSpan {
  readonly day: number;
  readonly from: string;
  readonly to: string;
}

/** Opening hours by the wall clock of a time zone (IANA name). */
export interface OpeningHours {
  readonly timeZone: string;
  readonly spans: readonly OpenSpan[];
}

const week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Joins items: "a", "a and b", "a, b and c". */
const joinItems = (items: readonly string[]): string =>
  [items.slice(0, -1).join(", "), ...items.slice(-1)].filter(Boolean).join(" and ");

const clock = (time: string): string => time.replace(/^0(?=\d)/u, "");

const timesOf = (day: number, spans: readonly OpenSpan[]): string =>
  joinItems(
    spans
      .filter((span) => span.day === day)
      .sort((a, b) => (a.from < b.from ? -1 : 1))
      .map(({ from, to }) =>
        from === "00:00" && to === "24:00" ? "all day" : `${clock(from)}–${clock(to)}`,
      ),
  );

/** Joins days. Three or more in a row become "Monday to Wednesday". */
function daysText(days: readonly number[]): string {
  if (days.length === 7) return "every day";
  const runs: number[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day = 0): string => week[day - 1] ?? "";
  return joinItems(
    runs.flatMap((run) =>
      run.length > 2 ? [`${name(run[0])} to ${name(run.at(-1))}`] : run.map(name),
    ),
  );
}

const wallClock = (at: number, timeZone?: string): string =>
  new Intl.DateTimeFormat("en", {
    dateStyle: "short",
    timeStyle: "short",
    ...(timeZone && { timeZone }),
  }).format(at);

/** Names the time zone if the customer's clock (or `ownZone`) shows another time now. */
function zoneText(timeZone: string, now: number, ownZone?: string): string {
  if (wallClock(now, timeZone) === wallClock(now, ownZone)) return "";
  return timeZone.includes("/")
    ? ` (${timeZone.replace(/^.*\//u, "").replaceAll("_", " ")} time)`
    : ` (${timeZone})`;
}

/** Returns "We're open Monday to Friday, 9:00–17:00.", or "" if there are no opening hours. */
export function openingHoursText(
  { timeZone, spans }: OpeningHours,
  now: number,
  ownZone?: string,
): string {
  const byTimes = new Map<string, number[]>();
  for (let day = 1; day <= 7; day += 1) {
    const times = timesOf(day, spans);
    if (times) byTimes.set(times, [...(byTimes.get(times) ?? []), day]);
  }
  const entries = [...byTimes].map(([times, days]) => `${daysText(days)}, ${times}`);
  return entries.length > 0
    ? `We're open ${entries.join("; ")}${zoneText(timeZone, now, ownZone)}.`
    : "";
}

/** Time in ms from which on a weekday alone could be taken for that of this week. */
const almostWeekMs = 6 * 86_400_000;

/**
 * Returns "We open again Monday, 9:00.", with the date if that is not in this week. The time is
 * that of the company, as in the opening hours. Returns "" if it is not known.
 */
export function reopeningText(
  { timeZone }: Pick<OpeningHours, "timeZone">,
  opensAt: string | null | undefined,
  now: number,
): string {
  if (!opensAt) return "";
  const at = Date.parse(opensAt);
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at);
  const day = [
    format({ weekday: "long" }),
    ...(at - now < almostWeekMs ? [] : [format({ day: "numeric", month: "long" })]),
  ].join(", ");
  return `We open again ${day}, ${clock(format({ timeStyle: "short" }))}.`;
}
