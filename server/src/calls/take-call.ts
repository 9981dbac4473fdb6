import type { Clock } from "../adapters/clock.ts";
import { ApiError } from "../http/api-error.ts";
import type { Person } from "../http/person.ts";
import type { Actor, Call, Command } from "./call.ts";
import type { Engagements } from "./call-store.ts";
import { resultOf, type CallsService } from "./calls-service.ts";
import type { UnitOfWork } from "./unit-of-work.ts";
import type { Uptime } from "./uptime.ts";

/** The two ways in which a call becomes the one that a person talks on. An agent's other call is put on hold in the same moment. */
export interface TakeCall {
  accept(person: Person, deviceId: string, callId: string): Promise<Call>;
  resume(person: Person, deviceId: string, callId: string): Promise<Call>;
}

export interface TakeCallParts {
  readonly calls: Pick<CallsService, "inOneTransaction">;
  readonly uptime: Uptime;
  readonly clock: Clock;
}

export function createTakeCall({ calls, uptime, clock }: TakeCallParts): TakeCall {
  const take = async (person: Person, by: Actor, callId: string, commandFor: (otherCallId: string | null) => Command): Promise<Call> =>
    resultOf(await calls.inOneTransaction(person.tenantId, async (unit) => {
      // A call that they are just placing, or taking on another server, is not to be seen yet; the lock waits for it.
      await unit.calls.lockPeople([person.supabaseUserId]);
      const found = await unit.calls.findWithEngagements(callId, person.supabaseUserId);
      if (!found) throw new ApiError("call_not_found");
      const { call, engagements } = found;
      const isAgent = person.type === "CRM_USER";
      const decided = unit.decide(call, commandFor(inTheWay(call, engagements, isAgent)));
      if (decided.outcome.kind !== "changed" || decided.outcome.refusal) return unit.write(decided);
      if (isAgent) await holdOther(unit, by, call, engagements);
      const outcome = await unit.write(decided);
      if (!isAgent) await stopOtherRings(unit, by, call);
      return outcome;
    }), callId);

  const actor = (person: Person, deviceId: string): Actor => ({ personId: person.supabaseUserId, deviceId });
  return {
    accept(person, deviceId, callId) {
      const by = actor(person, deviceId);
      return take(person, by, callId, (otherCallId) => ({ type: "accept", by, otherCallId, leasesSince: uptime.since(clock.now()) }));
    },
    resume(person, deviceId, callId) {
      const by = actor(person, deviceId);
      return take(person, by, callId, (otherCallId) => ({ type: "resume", by, otherCallId }));
    },
  };
}

/** A call that rings somewhere by their own wish would connect them any moment; and customers can't hold. */
const inTheWay = ({ id }: Call, { placing, connected }: Engagements, isAgent: boolean): string | null =>
  [placing, isAgent ? null : connected].find((other) => other !== null && other !== id) ?? null;

async function holdOther(unit: UnitOfWork, by: Actor, call: Call, { connected }: Engagements): Promise<void> {
  const other = connected === null || connected === call.id ? null : await unit.calls.find(connected);
  if (other) await unit.apply(other, { type: "hold", by });
}

/** Whoever else rings a customer who has just answered rings in vain: they have one call at a time. */
async function stopOtherRings(unit: UnitOfWork, { personId }: Actor, { id }: Call): Promise<void> {
  for (const otherId of await unit.calls.callsInvolving(personId)) {
    const other = otherId === id ? null : await unit.calls.find(otherId);
    if (other) await unit.apply(other, { type: "callee_taken" });
  }
}
