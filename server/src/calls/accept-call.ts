import { ApiError } from "../http/api-error.ts";
import type { Clock } from "../adapters/clock.ts";
import type { Person } from "../http/person.ts";
import type { Call } from "./call.ts";
import { resultOf, type CallsService } from "./calls-service.ts";
import type { Uptime } from "./uptime.ts";

/** Answers a call for a person on one of their devices. */
export type AcceptCall = (person: Person, deviceId: string, callId: string) => Promise<Call>;

export interface AcceptCallParts {
  readonly calls: Pick<CallsService, "inOneTransaction">;
  readonly uptime: Uptime;
  readonly clock: Clock;
}

export function createAcceptCall({ calls, uptime, clock }: AcceptCallParts): AcceptCall {
  return async ({ tenantId, supabaseUserId }, deviceId, callId) => {
    const outcome = await calls.inOneTransaction(tenantId, async (unit) => {
      // A call that they are just placing is not to be seen yet; the lock waits for it.
      await unit.calls.lockPeople([supabaseUserId]);
      const call = await unit.calls.find(callId);
      if (!call) throw new ApiError("call_not_found");
      const { connected, outgoing } = await unit.calls.engagementsOf(supabaseUserId);
      const otherCallId = [connected, outgoing].find((id) => id !== null && id !== call.id) ?? null;
      return unit.apply(call, { type: "accept", by: { personId: supabaseUserId, deviceId }, otherCallId, leasesSince: uptime.since(clock.now()) });
    });
    return resultOf(outcome, callId);
  };
}
