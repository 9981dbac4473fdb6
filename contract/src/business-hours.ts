import * as v from "valibot";

const TimeOfDay = v.pipe(v.string(), v.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u));

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
        v.check(({ from, to }) => from < to, "ends before it begins"),
      ),
    ),
    v.maxLength(28),
  ),
});
export type BusinessHours = v.InferOutput<typeof BusinessHours>;
