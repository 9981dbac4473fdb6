import { mayCall } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { PeopleDirectory } from "../../../identity/people-directory.ts";
import { nameOf, type Person } from "../../../identity/person.ts";
import { isOver, type Call } from "../../domain/call.ts";
import type { CallParty } from "../../domain/leg.ts";
import type { CallReads, CallStore } from "../../store/call-store.ts";
import { commandText, type StartRequest } from "./start-request.ts";

/**
 * Returns the call that this very command led to before, or null if the command is new. Throws if
 * another call of these people refuses it.
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
 * Returns the call that the same command led to before, without a look at other calls. Throws if
 * the earlier command was refused, or if its call is over.
 */
export async function sameCommand(calls: CallReads, request: StartRequest): Promise<Call | null> {
  if (request.idempotencyKey === null) return null;
  const recorded = await calls.recordedCommand(request.person.userId, request.idempotencyKey);
  if (!recorded) return null;
  if (recorded.command !== commandText(request))
    throw new RefusalError("idempotency_conflict", { callId: recorded.callId });
  const call = await calls.find(recorded.callId);
  if (call && isOver(call)) throw refusalOf(call);
  return call;
}

const refusals = ["closed", "no_agent", "media_unavailable"] as const;

/**
 * Returns the refusal of a start whose call is over. A call that could not begin was over when it
 * was written, at version 1.
 */
export const refusalOf = ({ id, version, endReason }: Call): RefusalError =>
  new RefusalError((version === 1 && refusals.find((code) => code === endReason)) || "call_ended", {
    callId: id,
  });

async function refuseWhereEngaged(
  calls: CallReads,
  person: Person,
  callee: Person | null,
): Promise<void> {
  const { userId } = person;
  const own = await calls.engagementsOf(userId);
  if (own.outgoing !== null) throw new RefusalError("already_calling", { callId: own.outgoing });
  if (own.connected !== null) throw new RefusalError("on_another_call", { callId: own.connected });
  // A customer who is rung by an agent needs no other agent.
  const ringing =
    callee || person.type === "PORTAL_CUSTOMER"
      ? await calls.ringingFrom(callee?.userId ?? null, userId)
      : null;
  if (ringing !== null) throw new RefusalError("incoming_from_callee", { callId: ringing });
  if (callee?.type !== "PORTAL_CUSTOMER") return;
  const theirs = await calls.engagementsOf(callee.userId);
  if (theirs.connected !== null || theirs.outgoing !== null)
    throw new RefusalError("busy", { answeredBy: nameOf(callee) });
}

/** Throws if the tenant has the maximum number of live calls. */
export async function refuseWhereFull(
  calls: Pick<CallReads, "countLive">,
  maxCalls: number,
): Promise<void> {
  if ((await calls.countLive()) >= maxCalls) throw new RefusalError("too_many_calls");
}

/** An upper limit of starts between this check and their commit, at all servers together. */
const maxStartsUnderway = 100;

/**
 * Makes sure that the tenant may have one more call. Near the limit, starts are written one after
 * another, so that two starts can't both use the last capacity.
 */
export async function reserveCapacity(
  calls: Pick<CallStore, "countLive" | "lockCapacity">,
  maxCalls: number,
): Promise<void> {
  if ((await calls.countLive()) + maxStartsUnderway < maxCalls) return;
  await calls.lockCapacity();
  await refuseWhereFull(calls, maxCalls);
}

/** Returns the person to call, if they are of the same tenant and may be called. */
export async function findCallee(
  directory: PeopleDirectory,
  person: Person,
  calleeId: string,
): Promise<Person> {
  if (calleeId === person.userId) throw new RefusalError("self_call");
  const callee = await directory.find(calleeId);
  if (!callee || callee.tenantId !== person.tenantId || callee.isInvited)
    throw new RefusalError("callee_not_found");
  if (!mayCall(person.type, callee.type)) throw new RefusalError("call_not_allowed");
  return callee;
}

export const toParty = (
  person: Pick<Person, "userId" | "type" | "firstName" | "lastName">,
): CallParty => ({
  userId: person.userId,
  type: person.type,
  name: nameOf(person),
  ...(person.type === "CRM_USER" ? { firstName: person.firstName } : {}),
  verified: true,
});

/** Uses the given name only if the record has none, and marks it as unverified. */
export const toCaller = (person: Person, givenName: string | null): CallParty => {
  const recorded = nameOf(person);
  return { ...toParty(person), name: recorded || (givenName ?? ""), verified: recorded !== "" };
};
