import { isTerminal, type CallSnapshot } from "@synapse-voice/contract";
import type { CallView } from "./state.ts";

/** An end of a call, as snapshots and the history describe it. */
export type CallEnd = Pick<CallSnapshot, "endReason" | "duration">;

/**
 * Returns true if an answered call ended because its sound was lost: nobody hung up, and the people
 * on it may have more to say.
 */
export const brokeOff = ({ endReason, duration }: CallEnd): boolean =>
  endReason === "connection_lost" ||
  endReason === "media_blocked" ||
  (endReason === "media_unavailable" && duration > 0);

/**
 * Returns true if the call rang for this person, and nobody answered it in time. That includes
 * callers who gave up.
 */
export function isMissed({ call, role, phase, left }: CallView): boolean {
  if (phase !== "ended" || role === "caller" || left) return false;
  const outcome = call.offer?.outcome;
  // No outcome: the time of the ring is over, and the event that says so is on its way.
  if (outcome === null) return call.status === "RINGING";
  return outcome === "missed" || (outcome === "cancelled" && isTerminal(call.status));
}
