import { randomUUID } from "node:crypto";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Person } from "../../identity/person.ts";
import type { Call } from "../domain/call.ts";
import type { Actor, Command } from "../domain/inputs.ts";
import type { CallReads, Engagements } from "../store/call-store.ts";
import { noSuchCall, resultOf, type CallsService, type Resolution } from "./execute.ts";
import { decide, type Decided } from "./unit-of-work.ts";
import type { Uptime } from "./uptime.ts";

/** Answers and resumes calls. An agent's other call is put on hold in the same transaction. */
export interface AnswerService {
  accept(person: Person, deviceId: string, callId: string): Promise<Call>;
  resume(person: Person, deviceId: string, callId: string): Promise<Call>;
}

export interface AnswerServiceDeps {
  readonly calls: Pick<CallsService, "resolve">;
  readonly uptime: Uptime;
  readonly clock: Clock;
}

/** Makes the command. `otherCallId` is the call that prevents the answer. */
type CommandFor = (otherCallId: string | null) => Command;

export function createAnswerService({ calls, uptime, clock }: AnswerServiceDeps): AnswerService {
  const answer = async (
    person: Person,
    by: Actor,
    callId: string,
    commandFor: CommandFor,
  ): Promise<Call> => {
    const outcome = await calls.resolve(person.tenantId, (reads, now) =>
      decideAnswer(reads, person, by, callId, commandFor, now),
    );
    return resultOf(outcome, callId);
  };
  return {
    accept(person, deviceId, callId) {
      const by = { userId: person.userId, deviceId };
      return answer(person, by, callId, (otherCallId) => ({
        type: "accept",
        by,
        legId: randomUUID(),
        otherCallId,
        leasesSince: uptime.since(clock.now()),
      }));
    },
    resume(person, deviceId, callId) {
      const by = { userId: person.userId, deviceId };
      return answer(person, by, callId, (otherCallId) => ({ type: "resume", by, otherCallId }));
    },
  };
}

async function decideAnswer(
  reads: CallReads,
  { userId, type }: Person,
  by: Actor,
  callId: string,
  commandFor: CommandFor,
  now: number,
): Promise<Resolution> {
  const found = await reads.findWithEngagements(callId, userId);
  if (!found) return { outcome: noSuchCall, changes: [] };
  const { call, engagements } = found;
  const isAgent = type === "CRM_USER";
  const decided = decide(call, commandFor(otherCallOf(call, engagements, isAgent)), now);
  const { outcome } = decided;
  if (outcome.kind !== "changed" || outcome.refusal) return { outcome, changes: [decided] };
  const before = isAgent
    ? await decideOthers(reads, [engagements.connected], call, { type: "hold", by }, now)
    : [];
  const after = isAgent
    ? []
    : await decideOthers(reads, engagements.ringing, call, { type: "callee_taken" }, now);
  // A call that they start, or answer on another server, at the same time can't be read yet. So the
  // write has the precondition that the engagements are unchanged.
  return {
    outcome,
    changes: [...before, decided, ...after],
    precondition: { userId, engagements },
  };
}

/**
 * Returns a call that keeps a person from answering: one that they placed and that could be
 * answered at any moment, or, for customers, who can't hold, the one that they are on.
 */
const otherCallOf = (
  { id }: Call,
  { placing, connected }: Engagements,
  isAgent: boolean,
): string | null =>
  [placing, isAgent ? null : connected].find((other) => other !== null && other !== id) ?? null;

/**
 * Decides what an answer does to the person's other calls. An agent holds the one that they talk
 * on. Other calls that ring a customer end, because customers have one call at a time.
 */
async function decideOthers(
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
