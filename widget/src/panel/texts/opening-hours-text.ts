/** A span of a day; days count from 1, Monday, to 7. */
export interface OpenSpan {
  readonly day: number;
  readonly from: string;
  readonly to: string;
}

/** When calls are taken, by the wall clock of the time zone (IANA name). */
export interface OpeningHours {
  readonly timeZone: string;
  readonly spans: readonly OpenSpan[];
}

const week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "a", "a and b", "a, b and c". */
const listed = (items: readonly string[]): string =>
  [items.slice(0, -1).join(", "), ...items.slice(-1)].filter(Boolean).join(" and ");

const clock = (time: string): string => time.replace(/^0(?=\d)/u, "");

const timesOf = (day: number, spans: readonly OpenSpan[]): string =>
  listed(
    spans
      .filter((span) => span.day === day)
      .sort((a, b) => (a.from < b.from ? -1 : 1))
      .map(({ from, to }) =>
        from === "00:00" && to === "24:00" ? "all day" : `${clock(from)}–${clock(to)}`,
      ),
  );

/** Days in a row as one: "Monday to Friday". */
function daysInWords(days: readonly number[]): string {
  if (days.length === 7) return "every day";
  const runs: number[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day = 0): string => week[day - 1] ?? "";
  return listed(
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

/** Which clock is meant, where the customer's own (or `ownZone`) shows another time now. */
function zoneWords(timeZone: string, now: number, ownZone?: string): string {
  if (wallClock(now, timeZone) === wallClock(now, ownZone)) return "";
  return timeZone.includes("/")
    ? ` (${timeZone.replace(/^.*\//u, "").replaceAll("_", " ")} time)`
    : ` (${timeZone})`;
}

/** "We're open Monday to Friday, 9:00–17:00."; nothing where there are no hours to name. */
export function openingWords(
  { timeZone, spans }: OpeningHours,
  now: number,
  ownZone?: string,
): string {
  const byTimes = new Map<string, number[]>();
  for (let day = 1; day <= 7; day += 1) {
    const times = timesOf(day, spans);
    if (times) byTimes.set(times, [...(byTimes.get(times) ?? []), day]);
  }
  const parts = [...byTimes].map(([times, days]) => `${daysInWords(days)}, ${times}`);
  return parts.length > 0
    ? `We're open ${parts.join("; ")}${zoneWords(timeZone, now, ownZone)}.`
    : "";
}
