import type { BusinessHours, Holiday } from "@synapse-voice/contract";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const dayMinutes = 24 * 60;
/** A span comes again within a week, or a week later if a change of the clocks skips it. */
const searchedDays = 15;
/** No wall clock is further from UTC. */
const maxOffsetMs = 15 * hourMs;

/** Returns the minutes since 1970-01-01 00:00 on the wall clock of a time zone. */
type WallClock = (instant: number) => number;

/** Minutes on the wall clock, from the first one to before the second one. */
type Span = readonly [from: number, to: number];

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
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) / minuteMs;
  };
}

/** Returns the number of a day of the calendar, counted from 1970-01-01. */
const dayOf = (wall: number): number => Math.floor(wall / dayMinutes);
const dayOfHoliday = ({ date }: Holiday): number => Date.parse(`${date}T00:00:00Z`) / dayMs;

/** Returns the day of the week, 1 for Monday. The first day, 1970-01-01, was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

/** The open spans of each day. */
interface Calendar {
  spansOn(day: number): readonly Span[];
  /** The last day that is a holiday; 0 if there is none. */
  readonly lastHoliday: number;
}

function calendarOf({ spans }: BusinessHours, holidays: readonly Holiday[]): Calendar {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const special = new Map(holidays.map((holiday) => [dayOfHoliday(holiday), holiday.spans]));
  return {
    spansOn: (day) =>
      (special.get(day) ?? spans.filter((span) => span.day === weekdayOf(day))).map(
        ({ from, to }) => [day * dayMinutes + minutes(from), day * dayMinutes + minutes(to)],
      ),
    lastHoliday: Math.max(0, ...special.keys()),
  };
}

const isOpenAt = ({ spansOn }: Calendar, wall: number): boolean =>
  spansOn(dayOf(wall)).some(([from, to]) => from <= wall && wall < to);

/**
 * Returns true if the queue is open at this instant (ms). Without hours it is always open. On a
 * holiday, its spans count in place of those of the weekday.
 */
export function isOpen(
  hours: BusinessHours | null,
  now: number,
  holidays: readonly Holiday[],
): boolean {
  if (hours === null) return true;
  return isOpenAt(calendarOf(hours, holidays), wallClockOf(hours.timeZone)(now));
}

/** The queue at an instant: open, or closed until `opensAt` (ms), which is null for never. */
export type Opening =
  | { readonly open: true; readonly opensAt: null }
  | { readonly open: false; readonly opensAt: number | null };

/**
 * Returns whether the queue is open at this instant (ms), and if not, the first instant after it at
 * which it is. The wall clock counts: a span that begins in an hour that a change of the clocks
 * skips begins with the hour after it.
 */
export function openingAt(
  hours: BusinessHours | null,
  now: number,
  holidays: readonly Holiday[],
): Opening {
  if (hours === null) return { open: true, opensAt: null };
  const calendar = calendarOf(hours, holidays);
  const wallAt = wallClockOf(hours.timeZone);
  if (isOpenAt(calendar, wallAt(now))) return { open: true, opensAt: null };
  return { open: false, opensAt: opensAfter(calendar, wallAt, now) };
}

/** Returns the first open instant after a closed one, or null if there is none. */
function opensAfter(calendar: Calendar, wallAt: WallClock, now: number): number | null {
  const today = dayOf(wallAt(now));
  const lastDay = Math.max(today, calendar.lastHoliday) + searchedDays;
  let searchedUntil = Math.floor(now / minuteMs) * minuteMs + minuteMs;
  // Only days with spans are searched, around their time in any zone. The search begins a day
  // early, because the clocks may go back over midnight.
  for (let day = today - 1; day <= lastDay; day += 1) {
    if (calendar.spansOn(day).length === 0) continue;
    const begin = Math.max(searchedUntil, day * dayMs - maxOffsetMs);
    const end = (day + 1) * dayMs + maxOffsetMs;
    const found = firstOpen(calendar, wallAt, begin, end);
    if (found !== null) return found;
    searchedUntil = Math.max(searchedUntil, end);
  }
  return null;
}

/** Returns the first open minute from `begin` to before `end`, both of which are whole minutes. */
function firstOpen(
  calendar: Calendar,
  wallAt: WallClock,
  begin: number,
  end: number,
): number | null {
  // Searches hour by hour in UTC. In most hours the wall clock advances minute by minute.
  let from = begin;
  while (from < end) {
    const to = Math.floor(from / hourMs) * hourMs + hourMs;
    const first = wallAt(from);
    const last = first + (to - from) / minuteMs;
    if (last === wallAt(to)) {
      const next = [dayOf(first), dayOf(last)]
        .flatMap((day) => calendar.spansOn(day))
        .filter(([opens, closes]) => opens < last && first < closes)
        .map(([opens]) => Math.max(opens, first));
      if (next.length > 0) return from + (Math.min(...next) - first) * minuteMs;
    } else {
      for (let instant = from; instant < to; instant += minuteMs)
        if (isOpenAt(calendar, wallAt(instant))) return instant;
    }
    from = to;
  }
  return null;
}
