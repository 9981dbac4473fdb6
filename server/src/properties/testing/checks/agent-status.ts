import { isOnCall, ms, type Observation } from "../world/observation.ts";

/** What an agent's devices, calls and work make of them. */
export interface Standing {
  readonly reachable: boolean;
  readonly wants: boolean;
  readonly onCall: boolean;
  readonly wrapsUp: boolean;
  readonly rings: boolean;
}

export function standingOf(seen: Observation, id: string, now: number): Standing {
  // A device that signed off was last seen when its lease ended.
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

/** Takes calls, if not at this moment. */
export function isAtWork(seen: Observation, id: string, now: number): boolean {
  const { wants, onCall } = standingOf(seen, id, now);
  return wants || onCall;
}
