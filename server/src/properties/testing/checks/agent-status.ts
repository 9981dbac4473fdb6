import { isOnCall, ms, type Observation } from "../world/observation.ts";

/** An agent's status, as their devices, calls and wrap-up imply it. */
export interface AgentStatus {
  readonly reachable: boolean;
  readonly wants: boolean;
  readonly onCall: boolean;
  readonly wrapsUp: boolean;
  readonly rings: boolean;
}

export function agentStatus(seen: Observation, id: string, now: number): AgentStatus {
  // The lease of a device that signed off ended when the device was last seen.
  const hearing = seen.devices.filter(
    (device) =>
      device.supabaseUserId === id &&
      ms(device.leaseUntil) > now &&
      device.leaseUntil > device.lastSeenAt &&
      device.feed !== "down",
  );
  const wrapUpUntil =
    seen.work.find(({ supabaseUserId }) => supabaseUserId === id)?.wrapUpUntil ?? null;
  return {
    reachable: hearing.length > 0,
    wants: hearing.some(({ wantedState }) => wantedState === "available"),
    onCall: seen.calls.some((call) => isOnCall(call, id)),
    wrapsUp: wrapUpUntil !== null && ms(wrapUpUntil) > now,
    rings: seen.offers.some(({ personId, outcome }) => personId === id && outcome === null),
  };
}

/** Returns true if an agent takes calls of the queue, now or after their present call. */
export function isAtWork(seen: Observation, id: string, now: number): boolean {
  const { wants, onCall } = agentStatus(seen, id, now);
  return wants || onCall;
}
