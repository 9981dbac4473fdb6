import { times } from "@synapse-voice/contract";
import { legOf, openOffers, ownLeg, type Call, type Offer } from "../call.ts";
import type { Actor, CommandOf } from "../inputs.ts";
import { noMedia, takesPart, type Leg } from "../leg.ts";
import { closeOffers } from "./offers.ts";

/** Changes some legs of a call; the same call where none changes. */
export function changeLegs(call: Call, change: (leg: Leg) => Leg): Call {
  const legs = call.legs.map(change);
  return legs.some((leg, index) => leg !== call.legs[index]) ? { ...call, legs } : call;
}

/**
 * Connects whoever accepts with those who wait for an answer. Whoever is not in the room yet has
 * the grace of one who left, to get there.
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

/** Ends the wait of one who may be in the room already. */
function join(leg: Leg, now: number): Leg {
  const isThere = leg.media.sessionId !== null && leg.media.rejoinDeadline === null;
  const media = isThere ? leg.media : { ...leg.media, rejoinDeadline: now + times.rejoinMs };
  return { ...leg, joinedAt: now, leaseUntil: null, media };
}

/**
 * Moves a person's media to another device of theirs, which has the grace of one who left to get
 * into the room. Who only waits for an answer is held to a lease, which that device renews from
 * then on.
 */
export const moveToDevice = (call: Call, { userId, deviceId }: Actor, now: number): Call =>
  changeLegs(call, (leg) => {
    if (leg !== ownLeg(call, userId) || leg.deviceId === deviceId) return leg;
    const rejoinDeadline = isWaiting(leg) ? null : now + times.rejoinMs;
    const leaseUntil = isWaiting(leg) ? now + times.callerLeaseMs : null;
    return { ...leg, deviceId, media: { ...noMedia, rejoinDeadline }, leaseUntil };
  });

/** One party keeps the others waiting, or (`at` null) no longer does. */
export const hold = (call: Call, userId: string, at: number | null): Call =>
  changeLegs(call, (leg) =>
    leg === ownLeg(call, userId) && (leg.holdSince === null) !== (at === null)
      ? { ...leg, holdSince: at }
      : leg,
  );
