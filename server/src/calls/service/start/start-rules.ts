import { mayCall } from "@synapse-voice/contract";
import { ApiError } from "../../../platform/http/api-error.ts";
import { nameOf, type PeopleDirectory, type Person } from "../../../identity/person.ts";
import { isOver, type Call } from "../../domain/call.ts";
import type { CallParty } from "../../domain/leg.ts";
import type { CallReads, CallStore } from "../../store/call-store.ts";

/** Who wants to call whom. */
export interface StartRequest {
  readonly person: Person;
  readonly deviceId: string;
  /** Null: whichever agent answers. */
  readonly calleeId: string | null;
  /** Used only where the caller's record holds no name. */
  readonly callerName: string | null;
  readonly idempotencyKey: string | null;
}

/** What a start is remembered as under its idempotency key. */
export const commandName = ({ calleeId }: StartRequest): string =>
  `start-call ${calleeId ?? "agents"}`;

/**
 * The call that this very command led to before; null where it is new. Throws where another call
 * stands in the way.
 */
export async function earlierCall(
  calls: CallReads,
  request: StartRequest,
  callee: Person | null,
): Promise<Call | null> {
  const same = await sameCommand(calls, request);
  if (!same) await refuseWhereEngaged(calls, request.person, callee);
  return same;
}

/**
 * The same, whoever is engaged with whom by now. Throws what the command was refused with, or that
 * its call is over.
 */
export async function sameCommand(calls: CallReads, request: StartRequest): Promise<Call | null> {
  if (request.idempotencyKey === null) return null;
  const named = await calls.namedCommand(request.person.userId, request.idempotencyKey);
  if (!named) return null;
  if (named.command !== commandName(request))
    throw new ApiError("idempotency_conflict", { callId: named.callId });
  const call = await calls.find(named.callId);
  if (call && isOver(call)) throw refusalOf(call);
  return call;
}

const refusals = ["closed", "no_agent", "media_unavailable"] as const;

/**
 * What a start is told whose call is over. One that could not begin was over as it was written: at
 * version 1.
 */
export const refusalOf = ({ id, version, endReason }: Call): ApiError =>
  new ApiError((version === 1 && refusals.find((code) => code === endReason)) || "call_ended", {
    callId: id,
  });

async function refuseWhereEngaged(
  calls: CallReads,
  person: Person,
  callee: Person | null,
): Promise<void> {
  const me = person.userId;
  const mine = await calls.engagementsOf(me);
  if (mine.outgoing !== null) throw new ApiError("already_calling", { callId: mine.outgoing });
  if (mine.connected !== null) throw new ApiError("on_another_call", { callId: mine.connected });
  // A customer whom an agent is just ringing has found whom they look for.
  const ringing =
    callee || person.type === "PORTAL_CUSTOMER"
      ? await calls.ringingFrom(callee?.userId ?? null, me)
      : null;
  if (ringing !== null) throw new ApiError("incoming_from_callee", { callId: ringing });
  if (callee?.type !== "PORTAL_CUSTOMER") return;
  const theirs = await calls.engagementsOf(callee.userId);
  if (theirs.connected !== null || theirs.outgoing !== null) throw new ApiError("busy");
}

export async function refuseWhereFull(
  calls: Pick<CallReads, "countLive">,
  mostCalls: number,
): Promise<void> {
  if ((await calls.countLive()) >= mostCalls) throw new ApiError("too_many_calls");
}

/**
 * More starts than are ever between their look at the number of calls and their commit, at all
 * servers together.
 */
const startsUnderWay = 100;

/**
 * Far from the bound nobody waits for anybody. Near it starts are written one after another, so
 * that no two have the last place.
 */
export async function takePlace(
  calls: Pick<CallStore, "countLive" | "lockPlaces">,
  mostCalls: number,
): Promise<void> {
  if ((await calls.countLive()) + startsUnderWay < mostCalls) return;
  await calls.lockPlaces();
  await refuseWhereFull(calls, mostCalls);
}

/** Whom a person may call. Another tenant's person is no one. */
export async function findCallee(
  directory: PeopleDirectory,
  person: Person,
  calleeId: string,
): Promise<Person> {
  if (calleeId === person.userId) throw new ApiError("self_call");
  const callee = await directory.find(calleeId);
  if (!callee || callee.tenantId !== person.tenantId) throw new ApiError("callee_not_found");
  if (!mayCall(person.type, callee.type)) throw new ApiError("call_not_allowed");
  return callee;
}

export const toParty = (person: Person): CallParty => ({
  userId: person.userId,
  type: person.type,
  name: nameOf(person),
  verified: true,
});

/** The name from the record; only where that has none the given one, marked as such. */
export const toCaller = (person: Person, givenName: string | null): CallParty => {
  const recorded = nameOf(person);
  return { ...toParty(person), name: recorded || (givenName ?? ""), verified: recorded !== "" };
};
