import { randomUUID } from "node:crypto";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Person } from "../../identity/person.ts";
import type { Actor, Command } from "../domain/inputs.ts";
import type { Call } from "../domain/call.ts";
import type { CallReads, Engagements } from "../store/call-store.ts";
import { noSuchCall, resultOf, type CallsService } from "./calls-service.ts";
import { decide, type Decided } from "./unit-of-work.ts";
import type { Uptime } from "./uptime.ts";

/**
 * The two ways in which a call becomes the one that a person talks on. An agent's other call is put
 * on hold in the same moment.
 */
export interface TakeCall {
  accept(person: Person, deviceId: string, callId: string): Promise<Call>;
  resume(person: Person, deviceId: string, callId: string): Promise<Call>;
}

export interface TakeCallParts {
  readonly calls: Pick<CallsService, "settle">;
  readonly uptime: Uptime;
  readonly clock: Clock;
}

export function createTakeCall({ calls, uptime, clock }: TakeCallParts): TakeCall {
  const take = async (
    person: Person,
    by: Actor,
    callId: string,
    commandFor: (otherCallId: string | null) => Command,
  ): Promise<Call> => {
    const outcome = await calls.settle(person.tenantId, async (reads, now) => {
      const found = await reads.findWithEngagements(callId, person.userId);
      if (!found) return { outcome: noSuchCall, changes: [] };
      const { call, engagements } = found;
      const isAgent = person.type === "CRM_USER";
      const decided = decide(call, commandFor(inTheWay(call, engagements, isAgent)), now);
      const { outcome: result } = decided;
      if (result.kind !== "changed" || result.refusal)
        return { outcome: result, changes: [decided] };
      const before = isAgent
        ? await onOthers(reads, [engagements.connected], call, { type: "hold", by }, now)
        : [];
      const after = isAgent
        ? []
        : await onOthers(reads, engagements.ringing, call, { type: "callee_taken" }, now);
      // A call that they are just placing, or taking on another server, is not to be seen yet: what
      // was seen must hold when it is written.
      return {
        outcome: result,
        changes: [...before, decided, ...after],
        precondition: { userId: person.userId, engagements },
      };
    });
    return resultOf(outcome, callId);
  };

  const actor = (person: Person, deviceId: string): Actor => ({
    userId: person.userId,
    deviceId,
  });
  return {
    accept(person, deviceId, callId) {
      const by = actor(person, deviceId);
      return take(person, by, callId, (otherCallId) => ({
        type: "accept",
        by,
        legId: randomUUID(),
        otherCallId,
        leasesSince: uptime.since(clock.now()),
      }));
    },
    resume(person, deviceId, callId) {
      const by = actor(person, deviceId);
      return take(person, by, callId, (otherCallId) => ({ type: "resume", by, otherCallId }));
    },
  };
}

/**
 * A call that rings somewhere by their own wish would connect them any moment; and customers can't
 * hold.
 */
const inTheWay = (
  { id }: Call,
  { placing, connected }: Engagements,
  isAgent: boolean,
): string | null =>
  [placing, isAgent ? null : connected].find((other) => other !== null && other !== id) ?? null;

/**
 * What becomes of the person's other calls: an agent holds the one they talk on; whoever else rings
 * a customer who has just answered rings in vain, as they have one call at a time.
 */
async function onOthers(
  reads: CallReads,
  others: readonly (string | null)[],
  { id }: Call,
  command: Command,
  now: number,
): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const otherId of others) {
    const other = otherId === null || otherId === id ? null : await reads.find(otherId);
    if (other) decided.push(decide(other, command, now));
  }
  return decided;
}
