import * as v from "valibot";
import { visibleLine } from "../text/plain-text.ts";

const TimeOfDay = v.pipe(v.string(), v.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u));
const tooEarly = "ends before it begins";

/** Returns true if the platform knows the IANA time zone. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
};

/** The times at which a tenant takes queue calls. */
export const BusinessHours = v.strictObject({
  /** IANA name, such as `Europe/Berlin`. The spans are local times of this zone. */
  timeZone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, "not an IANA time zone")),
  /** Spans within a day, from `from` to before `to`. Days are 1 (Monday) to 7 (Sunday). */
  spans: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({
          day: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
          from: TimeOfDay,
          to: TimeOfDay,
        }),
        v.check(({ from, to }) => from < to, tooEarly),
      ),
    ),
    v.maxLength(28),
  ),
});
export type BusinessHours = v.InferOutput<typeof BusinessHours>;

/** Most holidays that a tenant can have, past ones included. */
export const maxHolidays = 60;

/** Longest name of a holiday, in characters. */
export const maxHolidayName = 60;

const dayPattern = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u;

/** Returns true for a day of the calendar in this century, such as `2026-12-25`. */
export function isCalendarDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  // A day such as 31 February is invalid, or reads as one of March.
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}

/** A day with hours of its own, in place of those of its weekday. */
export const Holiday = v.strictObject({
  /** Day of the calendar, such as `2026-12-25`, in the time zone of the business hours. */
  date: v.pipe(
    v.string(),
    v.regex(dayPattern),
    v.check(isCalendarDay, "not a day of the calendar"),
  ),
  /** Name that admins read, such as `Christmas Day`. */
  name: visibleLine(maxHolidayName),
  /** Spans of this day, from `from` to before `to`. None: closed all day. */
  spans: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({ from: TimeOfDay, to: TimeOfDay }),
        v.check(({ from, to }) => from < to, tooEarly),
      ),
    ),
    v.maxLength(4),
  ),
});
export type Holiday = v.InferOutput<typeof Holiday>;

/** The holidays of a tenant, in any order, at most one for each day. */
export const Holidays = v.pipe(
  v.array(Holiday),
  v.maxLength(maxHolidays),
  v.check(
    (holidays) => new Set(holidays.map(({ date }) => date)).size === holidays.length,
    "two holidays on one day",
  ),
);
