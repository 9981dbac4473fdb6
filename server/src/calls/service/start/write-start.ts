import { randomUUID } from "node:crypto";
import { times } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../../../identity/person.ts";
import type { Call } from "../../domain/call.ts";
import { eventsBetween } from "../../domain/events.ts";
import type { Command } from "../../domain/inputs.ts";
import { transition } from "../../domain/transition.ts";
import { AlreadyCalling, type CallStore } from "../../store/call-store.ts";
import { resultOf } from "../execute.ts";
import { publishStart, type StartCallDeps } from "./start-deps.ts";
import { commandText, type StartRequest } from "./start-request.ts";
import { earlierCall, refusalOf, reserveCapacity, sameCommand, toParty } from "./start-rules.ts";

/** Writes a call with its offer, or returns the call that the same command led to before. */
export async function writeStart(
  { transactions, reads, maxCalls, clock }: StartCallDeps,
  request: StartRequest,
  placed: Call,
  callee: Person | null,
): Promise<Call> {
  const { tenantId, userId } = request.person;
  const offer: Command | null = callee && {
    type: "offer",
    people: [{ offerId: randomUUID(), person: toParty(callee) }],
  };
  try {
    return await transactions.inTransaction(tenantId, async ({ calls }) => {
      await calls.lockPeople(callee ? [userId, callee.userId] : [userId]);
      const earlier = await earlierCall(calls, request, callee);
      if (earlier) return earlier;
      await reserveCapacity(calls, maxCalls);
      const now = clock.now();
      const fresh = startingAt(placed, now);
      const outcome = offer ? transition(fresh, offer, now) : null;
      const call = { ...(outcome?.kind === "changed" ? outcome.call : fresh), version: 1 };
      await calls.insert(call, eventsBetween(null, call), now);
      await recordCommand(calls, request, call, now);
      return call;
    });
  } catch (error) {
    if (!(error instanceof AlreadyCalling)) throw error;
    const { outgoing } = await reads(tenantId).engagementsOf(userId);
    throw new RefusalError("already_calling", outgoing === null ? {} : { callId: outgoing }, error);
  }
}

/** Starts the call's deadline and lease now, because the room and the locks took some time. */
const startingAt = (call: Call, now: number): Call => ({
  ...call,
  deadlineAt: call.deadlineAt && call.deadlineAt + now - call.placedAt,
  legs: call.legs.map((leg) =>
    leg.leaseUntil === null ? leg : { ...leg, leaseUntil: now + times.callerLeaseMs },
  ),
});

/**
 * Writes a call that could not begin, for the history, and throws the reason. It makes no events
 * and rings nobody. The same command again has the same result.
 */
export async function failStart(
  deps: StartCallDeps,
  request: StartRequest,
  placed: Call,
  command: Command,
): Promise<Call> {
  const now = deps.clock.now();
  const call = resultOf(transition(placed, command, now), placed.id);
  const earlier = await deps.transactions.inTransaction(placed.tenantId, async ({ calls }) => {
    if (request.idempotencyKey !== null) await calls.lockPeople([request.person.userId]);
    const same = await sameCommand(calls, request);
    if (same) return same;
    await calls.insert(call, [], now);
    await recordCommand(calls, request, call, now);
    return null;
  });
  if (earlier) return earlier;
  publishStart(deps, call);
  throw refusalOf(call);
}

async function recordCommand(
  calls: CallStore,
  request: StartRequest,
  call: Call,
  now: number,
): Promise<void> {
  const { person, idempotencyKey } = request;
  if (idempotencyKey === null) return;
  const recorded = { command: commandText(request), callId: call.id };
  await calls.recordCommand(person.userId, idempotencyKey, recorded, now);
}
