import type { BusinessHours } from "@synapse-voice/contract";

const minute = 60_000;
const hour = 60 * minute;
const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Every span comes again within a week; one that a change of the clocks swallows, a week later. */
const searched = 15 * 24;

/** Minutes since Monday 00:00 on the wall clock of a zone. */
type WallClock = (instant: number) => number;

/** Making a format is a hundred times what using it costs; there are as many as time zones. */
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

/** Spans in minutes since Monday 00:00. */
function spansOf({ spans }: BusinessHours): readonly (readonly [from: number, to: number])[] {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return spans.map(({ day, from, to }) => [
    (day - 1) * dayMinutes + minutes(from),
    (day - 1) * dayMinutes + minutes(to),
  ]);
}

/** Whether calls to nobody in particular are taken at that instant (ms). Null: always open. */
export function isOpen(hours: BusinessHours | null, now: number): boolean {
  if (hours === null) return true;
  const wall = wallClockOf(hours.timeZone)(now);
  return spansOf(hours).some(([from, to]) => from <= wall && wall < to);
}

/**
 * The first instant after `now` (ms) at which it is open; null while it is open, and where it never
 * is. Where the clocks change, what the wall shows counts: a span that begins in the hour that is
 * left out begins with the hour after it.
 */
export function opensAt(hours: BusinessHours | null, now: number): number | null {
  if (hours === null || isOpen(hours, now)) return null;
  const wallAt = wallClockOf(hours.timeZone);
  // Those of the week after too: an hour may begin in one week and end in the next.
  const spans = spansOf(hours).flatMap(
    ([from, to]) =>
      [
        [from, to],
        [from + weekMinutes, to + weekMinutes],
      ] as const,
  );
  // Hours of UTC, most of which pass on the wall clock minute by minute.
  let begin = Math.floor(now / minute) * minute + minute;
  for (
    let end = Math.floor(now / hour) * hour + hour, count = 0;
    count <= searched;
    end += hour, count += 1
  ) {
    const first = wallAt(begin);
    const last = first + (end - begin) / minute;
    if (begin < end && last % weekMinutes === wallAt(end)) {
      const next = spans
        .filter(([from, to]) => from < last && first < to)
        .map(([from]) => Math.max(from, first));
      if (next.length > 0) return begin + (Math.min(...next) - first) * minute;
    } else {
      for (let instant = begin; instant < end; instant += minute)
        if (isOpen(hours, instant)) return instant;
    }
    begin = end;
  }
  return null;
}
