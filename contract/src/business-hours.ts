import * as v from "valibot";

const TimeOfDay = v.pipe(v.string(), v.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u));

/** True where the platform knows the IANA time zone. */
const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
};

/** When a tenant takes calls to nobody in particular. */
export const BusinessHours = v.strictObject({
  /** IANA name, such as `Europe/Berlin`; the wall clock there counts. */
  timeZone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, "not an IANA time zone")),
  /** Spans of a day, `from` included, `to` not; days count from 1, Monday, to 7. */
  spans: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({
          day: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
          from: TimeOfDay,
          to: TimeOfDay,
        }),
        v.check(({ from, to }) => from < to, "ends before it begins"),
      ),
    ),
    v.maxLength(28),
  ),
});
export type BusinessHours = v.InferOutput<typeof BusinessHours>;
