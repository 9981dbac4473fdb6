import type { Call } from "./call.ts";
import type { Leg } from "./leg.ts";

/**
 * Returns the leg of the person who placed the call. Only snapshots and the history need it,
 * because they name one caller and one callee for any number of legs.
 */
export function callerLeg(call: Call): Leg {
  const leg = call.legs.find(({ role }) => role === "caller");
  if (!leg) throw new Error(`call ${call.id} has no caller`);
  return leg;
}

/**
 * Returns the leg of the person who was called by name or answered. A queue call has none before
 * the answer.
 */
export const calleeLeg = (call: Call): Leg | undefined =>
  call.legs.findLast(({ role }) => role === "callee");
