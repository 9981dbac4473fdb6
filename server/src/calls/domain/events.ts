import type { CallEvent, CallSnapshot } from "@synapse-voice/contract";
import { isOver, ownLeg, type Call } from "./call.ts";
import { takesPart } from "./leg.ts";
import { snapshotFor } from "./snapshots.ts";

/** An event of the outbox, for one person. */
export interface RecipientEvent {
  readonly userId: string;
  readonly event: CallEvent;
}

/**
 * Returns an event for each person whose snapshot differs after a change. With `forAll`, every
 * party gets one. `before` is null for a new call.
 */
export function eventsBetween(before: Call | null, after: Call, forAll = false): RecipientEvent[] {
  const people = new Set([
    ...after.legs.filter(takesPart).map(({ party }) => party.userId),
    ...after.offers.map((offer) => offer.person.userId),
  ]);
  return [...people].toSorted().flatMap((userId) => {
    const call = snapshotFor(after, userId);
    const previous = before && snapshotFor(before, userId);
    if (previous && !concerns(previous, call, forAll && ownLeg(after, userId) !== undefined))
      return [];
    const type = eventType(after, previous, call);
    return [{ userId, event: { type, callId: after.id, version: after.version, call } }];
  });
}

/**
 * Returns true if a person gets an event for the change between two snapshots. With `forAll`, equal
 * snapshots count as a change.
 */
function concerns(previous: CallSnapshot, call: CallSnapshot, forAll: boolean): boolean {
  const { offer } = previous;
  // A person who declined or missed the call gets no more events, unless it rings them again.
  if (
    offer &&
    offer.id === call.offer?.id &&
    offer.outcome !== null &&
    offer.outcome !== "accepted"
  )
    return false;
  return (
    forAll ||
    JSON.stringify({ ...previous, version: 0 }) !== JSON.stringify({ ...call, version: 0 })
  );
}

function eventType(
  after: Call,
  previous: CallSnapshot | null,
  call: CallSnapshot,
): CallEvent["type"] {
  if (isOver(after)) return "call_ended";
  if (after.status === "IN_PROGRESS")
    return previous?.status === "IN_PROGRESS" ? "call_updated" : "call_accepted";
  if (call.offer) return call.offer.id === previous?.offer?.id ? "call_updated" : "incoming_call";
  return after.status === "QUEUED" ? "call_queued" : "call_ringing";
}
