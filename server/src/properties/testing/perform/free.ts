import { isOnCall, isPlacedBy, isWaiting, type Observation } from "../world/observation.ts";
import type { Someone } from "../world/people.ts";

/** Returns true if a person is on no call. */
export const isFree = (seen: Observation, userId: string, except?: string): boolean =>
  !seen.calls.some((call) => call.id !== except && isOnCall(call, userId));

/**
 * Returns true if a person could answer a call. An agent can, unless they are placing one, because
 * the answer holds the call that they are on. A removed agent may ring for one more second, but
 * can't answer.
 */
export const canAnswer = (seen: Observation, { id, role }: Someone): boolean =>
  !seen.removed.includes(id) &&
  (role === null
    ? isFree(seen, id)
    : !seen.calls.some((call) => isWaiting(call) && isPlacedBy(call, id)));
