import type { Callback, EndReason } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";

/** Label of the button that opens the form. */
export const askForCallback = "Ask for a call-back";

const dayMs = 86_400_000;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Returns the day of a time before "at", or "" for today. Days have 23 to 25 hours. */
function dayWords(at: number, now: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / dayMs);
  if (days === 0) return "";
  if (days === 1) return "tomorrow ";
  if (days === -1) return "yesterday ";
  return `on ${(Math.abs(days) < 7 ? weekday : date).format(at)} `;
}

/** Returns "at 11:49", "tomorrow at 09:00" or "on Friday at 14:30", on the reader's clock. */
export function whenWords(instant: string, now: number): string {
  const at = Date.parse(instant);
  return `${dayWords(at, now)}at ${time.format(at)}`;
}

/** Returns when a call-back was requested and, if the customer named it, for which time. */
export const askedWords = (
  { requestedAt, preferredAt }: Pick<Callback, "requestedAt" | "preferredAt">,
  now: number,
): string =>
  `You asked ${whenWords(requestedAt, now)}` +
  (preferredAt === undefined || preferredAt === null
    ? ""
    : ` for a call ${whenWords(preferredAt, now)}`);

/** Ends after which a customer who called may rather be called. */
const endsWithCallback: ReadonlySet<EndReason> = new Set([
  "busy",
  "caller_gone",
  "cancelled",
  "closed",
  "connection_lost",
  "media_blocked",
  "media_unavailable",
  "no_agent",
  "ring_timeout",
]);

/** Returns true if the card of a customer's ended call should offer a call-back. */
export const offersCallback = ({ role, call }: CallView): boolean =>
  role === "caller" && endsWithCallback.has(call.endReason ?? "hung_up");

/** Error codes of a call that did not start, after which a call-back helps. */
export const codesWithCallback: ReadonlySet<string> = new Set([
  "closed",
  "media_unavailable",
  "no_agent",
]);
