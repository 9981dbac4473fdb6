import {
  durationSeconds,
  type CallEvent,
  type CallSnapshot,
  type Party,
} from "@synapse-voice/contract";
import { isOver, offerTo, sideOf, type Call, type CallParty } from "./call.ts";

/** An event of the outbox, for one person. */
export interface RecipientEvent {
  readonly recipientId: string;
  readonly event: CallEvent;
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
const party = ({ supabaseUserId, type, name, verified }: CallParty): Party => ({
  supabaseUserId,
  type,
  name,
  verified,
});

/** Whole seconds on the call; 0 where it was never answered or goes on. */
export const durationOf = (call: Call): number =>
  call.answeredAt === null || call.endedAt === null
    ? 0
    : durationSeconds(call.answeredAt, call.endedAt);

/** The call as one person may see it. */
export function snapshotFor(call: Call, personId: string): CallSnapshot {
  const offer = offerTo(call, personId);
  const holdAt = holdOf(call, personId);
  return {
    id: call.id,
    version: call.version,
    status: call.status,
    endReason: call.endReason,
    roomName: call.roomName,
    caller: party(call.caller),
    callee: call.callee && party(call.callee),
    placedAt: iso(call.placedAt),
    answeredAt: isoOrNull(call.answeredAt),
    endedAt: isoOrNull(call.endedAt),
    duration: durationOf(call),
    endedBy: call.endedBy,
    offer: offer ? { id: offer.id, outcome: offer.outcome } : null,
    ringsUntil: offer?.outcome === null ? iso(offer.expiresAt) : null,
    mediaDeviceId: mediaDeviceOf(call, personId),
    held: holdAt !== null,
    heldSince: isoOrNull(holdAt),
    heldByPeer: isHeldByPeer(call, personId) ? call.terms.holdSound : null,
  };
}

/** Since when this party keeps the other on hold. */
function holdOf(call: Call, personId: string): number | null {
  const side = sideOf(call, personId);
  return side && (side === "caller" ? call.callerHoldAt : call.calleeHoldAt);
}

function isHeldByPeer(call: Call, personId: string): boolean {
  const side = sideOf(call, personId);
  return side !== null && (side === "caller" ? call.calleeHoldAt : call.callerHoldAt) !== null;
}

/** The device of this person that may hold the call's media. */
export function mediaDeviceOf(call: Call, personId: string): string | null {
  if (personId === call.caller.supabaseUserId) return call.callerDeviceId;
  return offerTo(call, personId)?.outcome === "accepted" ? call.answeredDeviceId : null;
}

/**
 * One event for each person whose view of the call a change changes, or, `forAll`, for each party.
 * `before` is null for a new call.
 */
export function eventsBetween(before: Call | null, after: Call, forAll = false): RecipientEvent[] {
  const people = new Set([
    after.caller.supabaseUserId,
    ...after.offers.map((offer) => offer.person.supabaseUserId),
  ]);
  return [...people].toSorted().flatMap((recipientId) => {
    const call = snapshotFor(after, recipientId);
    const previous = before && snapshotFor(before, recipientId);
    // Who declined or missed it has nothing more to do with the call, unless it rings them again.
    if (
      previous?.offer &&
      previous.offer.id === call.offer?.id &&
      previous.offer.outcome !== null &&
      previous.offer.outcome !== "accepted"
    )
      return [];
    if (
      previous &&
      !(forAll && sideOf(after, recipientId)) &&
      JSON.stringify({ ...previous, version: 0 }) === JSON.stringify({ ...call, version: 0 })
    )
      return [];
    const type = eventType(previous, call);
    return [{ recipientId, event: { type, callId: after.id, version: after.version, call } }];
  });

  function eventType(previous: CallSnapshot | null, call: CallSnapshot): CallEvent["type"] {
    if (isOver(after)) return "call_ended";
    if (after.status === "IN_PROGRESS")
      return previous?.status === "IN_PROGRESS" ? "call_updated" : "call_accepted";
    if (call.offer) return call.offer.id === previous?.offer?.id ? "call_updated" : "incoming_call";
    return after.status === "QUEUED" ? "call_queued" : "call_ringing";
  }
}
