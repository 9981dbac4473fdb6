import { times } from "@synapse-voice/contract";
import { legOf, openOffers, ownLeg, type Call, type Offer } from "../call.ts";
import type { Actor, CommandOf } from "../inputs.ts";
import { noMedia, takesPart, type Leg } from "../leg.ts";
import { closeOffers } from "./offers.ts";

/** Changes legs of a call. Returns the same object if none changes. */
export function changeLegs(call: Call, change: (leg: Leg) => Leg): Call {
  const legs = call.legs.map(change);
  return legs.some((leg, index) => leg !== call.legs[index]) ? { ...call, legs } : call;
}

/**
 * Connects the person who accepts with the parties that wait. Parties that are not in the room yet
 * get the time to rejoin, to join it.
 */
export function connect(call: Call, { by, legId }: CommandOf<"accept">, now: number): Call {
  const mine = openOffers(call).find(({ person }) => person.userId === by.userId);
  if (!mine) return call;
  const accepted: Offer = { ...mine, outcome: "accepted", deviceId: by.deviceId, endedAt: now };
  const offers = call.offers.map((offer) => (offer.id === mine.id ? accepted : offer));
  const own = legOf(call, by.userId);
  const answering = answeringLeg(own ?? { id: legId, party: mine.person }, by.deviceId, now);
  const joined = call.legs.map((leg) => (isWaiting(leg) ? join(leg, now) : leg));
  return {
    ...call,
    status: "IN_PROGRESS",
    answeredAt: now,
    deadlineAt: now + call.terms.maxDurationMs,
    legs: own ? joined.map((leg) => (leg.id === own.id ? answering : leg)) : [...joined, answering],
    offers: closeOffers(offers, "answered_elsewhere", now),
  };
}

const answeringLeg = (
  { id, party }: Pick<Leg, "id" | "party">,
  deviceId: string,
  now: number,
): Leg => ({
  id,
  party,
  role: "callee",
  deviceId,
  leaseUntil: null,
  media: { ...noMedia, rejoinDeadline: now + times.rejoinMs },
  holdSince: null,
  joinedAt: now,
  leftAt: null,
  leftReason: null,
});

const isWaiting = (leg: Leg): boolean =>
  takesPart(leg) && leg.joinedAt === null && leg.leftAt === null;

/** Connects a party that waited. It may be in the room already. */
function join(leg: Leg, now: number): Leg {
  const isThere = leg.media.sessionId !== null && leg.media.rejoinDeadline === null;
  const media = isThere ? leg.media : { ...leg.media, rejoinDeadline: now + times.rejoinMs };
  return { ...leg, joinedAt: now, leaseUntil: null, media };
}

/**
 * Moves a person's media to another of their devices. If the call is answered, that device gets the
 * time to rejoin, to join the room. Otherwise it gets a new lease, which it must renew.
 */
export const moveToDevice = (call: Call, { userId, deviceId }: Actor, now: number): Call =>
  changeLegs(call, (leg) => {
    if (leg !== ownLeg(call, userId) || leg.deviceId === deviceId) return leg;
    const rejoinDeadline = isWaiting(leg) ? null : now + times.rejoinMs;
    const leaseUntil = isWaiting(leg) ? now + times.callerLeaseMs : null;
    return { ...leg, deviceId, media: { ...noMedia, rejoinDeadline }, leaseUntil };
  });

/** Puts the other parties on hold, or resumes if `at` is null. */
export const hold = (call: Call, userId: string, at: number | null): Call =>
  changeLegs(call, (leg) =>
    leg === ownLeg(call, userId) && (leg.holdSince === null) !== (at === null)
      ? { ...leg, holdSince: at }
      : leg,
  );
