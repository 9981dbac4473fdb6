import type { BusinessHours } from "@synapse-voice/contract";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** A span comes again within a week, or a week later if a change of the clocks skips it. */
const searchedHours = 15 * 24;

/** Returns the minutes since Monday 00:00 on the wall clock of a time zone. */
type WallClock = (instant: number) => number;

/** Wall clocks by time zone. Making a format costs a hundred times as much as using it. */
const wallClocks = new Map<string, WallClock>();

function wallClockOf(timeZone: string): WallClock {
  const known = wallClocks.get(timeZone) ?? makeWallClock(timeZone);
  wallClocks.set(timeZone, known);
  return known;
}

function makeWallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, value]),
    );
    return (
      weekdays.indexOf(parts.weekday ?? "") * dayMinutes +
      Number(parts.hour) * 60 +
      Number(parts.minute)
    );
  };
}

/** Returns the spans in minutes since Monday 00:00. */
function spansOf({ spans }: BusinessHours): readonly (readonly [from: number, to: number])[] {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return spans.map(({ day, from, to }) => [
    (day - 1) * dayMinutes + minutes(from),
    (day - 1) * dayMinutes + minutes(to),
  ]);
}

/** Returns true if the queue is open at this instant (ms). Without hours it is always open. */
export function isOpen(hours: BusinessHours | null, now: number): boolean {
  if (hours === null) return true;
  const wall = wallClockOf(hours.timeZone)(now);
  return spansOf(hours).some(([from, to]) => from <= wall && wall < to);
}

/**
 * Returns the first instant after `now` (ms) at which the queue is open. Null if it is open now, or
 * never. The wall clock counts: a span that begins in an hour that a change of the clocks skips
 * begins with the hour after it.
 */
export function opensAt(hours: BusinessHours | null, now: number): number | null {
  if (hours === null || isOpen(hours, now)) return null;
  const wallAt = wallClockOf(hours.timeZone);
  // The spans of the next week, too, because an hour may begin in one week and end in the next.
  const spans = spansOf(hours).flatMap(
    ([from, to]) =>
      [
        [from, to],
        [from + weekMinutes, to + weekMinutes],
      ] as const,
  );
  // Searches hour by hour in UTC. In most hours the wall clock advances minute by minute.
  let begin = Math.floor(now / minuteMs) * minuteMs + minuteMs;
  for (
    let end = Math.floor(now / hourMs) * hourMs + hourMs, count = 0;
    count <= searchedHours;
    end += hourMs, count += 1
  ) {
    const first = wallAt(begin);
    const last = first + (end - begin) / minuteMs;
    if (begin < end && last % weekMinutes === wallAt(end)) {
      const next = spans
        .filter(([from, to]) => from < last && first < to)
        .map(([from]) => Math.max(from, first));
      if (next.length > 0) return begin + (Math.min(...next) - first) * minuteMs;
    } else {
      for (let instant = begin; instant < end; instant += minuteMs)
        if (isOpen(hours, instant)) return instant;
    }
    begin = end;
  }
  return null;
}
