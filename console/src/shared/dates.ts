/** Formats a time of day in the reader's locale and time zone, such as `10:42`. */
export const timeOfDay = (ms: number): string =>
  new Intl.DateTimeFormat(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(ms);

/** Returns the start of a day in the reader's time zone. Both are in ms since the epoch. */
export const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

const daysBetween = (earlier: number, later: number): number =>
  Math.round((startOfDay(later) - startOfDay(earlier)) / 86_400_000);

/**
 * Names a day: `Today`, `Yesterday`, `Tomorrow`, a weekday within the last or next week, or a date.
 * The date has a year if it is not the year of `now`.
 */
export function dayName(day: number, now: number, locale?: string): string {
  const days = daysBetween(day, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days === -1) return "Tomorrow";
  if (Math.abs(days) < 7) return new Intl.DateTimeFormat(locale, { weekday: "long" }).format(day);
  const sameYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(day);
}

/** Formats an instant: `10:42` for today, with the day for other days. `now`: server time in ms. */
export function whenWords(instant: string, now: number): string {
  const at = Date.parse(instant);
  const day = dayName(startOfDay(at), now);
  return day === "Today" ? timeOfDay(at) : `${day}, ${timeOfDay(at)}`;
}
