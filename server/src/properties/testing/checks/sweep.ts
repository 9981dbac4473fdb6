import { times } from "@synapse-voice/contract";
import {
  blockedSince,
  isLive,
  isOnCall,
  ms,
  openOffersOf,
  type Observation,
} from "../world/observation.ts";
import { soundReportsMs } from "./endings.ts";
import { short } from "./invariant.ts";

/** The circumstances of a sweep. */
export interface Sweep {
  readonly now: number;
  readonly mediaUp: boolean;
  /** Since when the server that swept could receive reports without a break. */
  readonly steadySince: number;
  readonly rooms: ReadonlySet<string>;
}

/** Time that the sweeper leaves a room to the effect that should delete it. */
const deletionGraceMs = 2_000;
/** The extra time to rejoin while rooms can't be checked. */
const extraGraceMs = 40_000;

/** Returns what a sweep should have ended and did not: calls, offers and rooms that are due. */
export function unsweptBy(
  { now, mediaUp, steadySince, rooms }: Sweep,
  after: Observation,
): string[] {
  const calls = after.calls.flatMap((call) => {
    if (!isLive(call)) {
      const due = mediaUp && ms(call.endedAt) <= now - deletionGraceMs;
      return due && (call.roomDeletedAt === null || rooms.has(call.roomName))
        ? [`rooms: call ${short(call.id)} is over and its room is left`]
        : [];
    }
    const gone =
      Math.min(...call.legs.map(({ rejoinDeadline }) => ms(rejoinDeadline))) +
      (mediaUp ? 0 : extraGraceMs);
    return [
      ms(call.deadlineAt) <= now ? [`deadlines: call ${short(call.id)} outlived its deadline`] : [],
      call.status === "IN_PROGRESS" && gone <= now
        ? [`deadlines: call ${short(call.id)} goes on without a party`]
        : [],
      call.status === "IN_PROGRESS" &&
      Math.max(blockedSince(call) + times.maxBlockedMs, steadySince + soundReportsMs) <= now
        ? [`deadlines: call ${short(call.id)} goes on without sound`]
        : [],
      openOffersOf(after, call.id).some(({ expiresAt }) => ms(expiresAt) <= now)
        ? [`deadlines: an offer of call ${short(call.id)} rings on after its time`]
        : [],
    ].flat();
  });
  return [...calls, ...removedAndBusy(after), ...ringsInVain(after)];
}

/** Finds customers who are on a call while another call rings them. */
const ringsInVain = ({ offers, active }: Observation): string[] =>
  offers
    .filter(
      ({ personId, personType, outcome }) =>
        personType === "PORTAL_CUSTOMER" &&
        outcome === null &&
        active.some(({ userId }) => userId === personId),
    )
    .map(
      ({ callId }) => `one active call: call ${short(callId)} rings a customer who is on another`,
    );

/** A removal is two transactions. If a server crashes between them, the sweeper does the rest. */
const removedAndBusy = (after: Observation): string[] =>
  after.removed.flatMap((id) => [
    ...(after.calls.some((call) => isOnCall(call, id))
      ? [`${short(id)} was removed and is on a call`]
      : []),
    ...(after.offers.some((offer) => offer.personId === id && offer.outcome === null)
      ? [`${short(id)} was removed and is rung`]
      : []),
  ]);
