import type { Call } from "./call.ts";
import type { Leg } from "./leg.ts";

/**
 * The leg of who placed the call. For snapshots and the history, which name one caller and one
 * callee, whatever legs a call has.
 */
export function callerLeg(call: Call): Leg {
  const leg = call.legs.find(({ role }) => role === "caller");
  if (!leg) throw new Error(`call ${call.id} has no caller`);
  return leg;
}

/** The leg of who was named or answered; none in the queue until somebody answers. */
export const calleeLeg = (call: Call): Leg | undefined =>
  call.legs.findLast(({ role }) => role === "callee");
