const dayMs = 86_400_000;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Returns the day of a time before "at", or "" for today. Days have 23 to 25 hours. */
function dayText(at: number, now: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / dayMs);
  if (days === 0) return "";
  if (days === 1) return "tomorrow ";
  if (days === -1) return "yesterday ";
  return `on ${(Math.abs(days) < 7 ? weekday : date).format(at)} `;
}

/** Returns "at 11:49", "tomorrow at 9:00" or "on Friday at 14:30", on the reader's clock. */
export function whenText(instant: string, now: number): string {
  const at = Date.parse(instant);
  return `${dayText(at, now)}at ${time.format(at)}`;
}

/** Returns when a call-back was requested and, if the customer named it, for which time. */
export const askedText = (
  { requestedAt, preferredAt }: { requestedAt: string; preferredAt?: string | null | undefined },
  now: number,
): string =>
  `You asked ${whenText(requestedAt, now)}` +
  (preferredAt ? ` for a call ${whenText(preferredAt, now)}` : "");
