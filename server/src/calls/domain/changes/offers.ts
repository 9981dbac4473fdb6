import type { OfferOutcome } from "@synapse-voice/contract";
import { openOffers, ownLeg, type Call, type Offer } from "../call.ts";
import type { CommandOf } from "../inputs.ts";

/** Ends every open offer with an outcome. */
export const closeOffers = (
  offers: readonly Offer[],
  outcome: OfferOutcome,
  now: number,
  deviceId: string | null = null,
): readonly Offer[] =>
  offers.map((offer) =>
    offer.outcome === null ? { ...offer, outcome, deviceId, endedAt: now } : offer,
  );

/**
 * Rings people. Skips those who take part in the call, are rung already or have declined it. The
 * call's deadline moves to the end of the turn if it would end earlier.
 */
export function offer(call: Call, { people }: CommandOf<"offer">, now: number): Call {
  const skipped = new Set(
    call.offers
      .filter(({ outcome }) => outcome === null || outcome === "declined")
      .map(({ person }) => person.userId),
  );
  const rung = people.filter(
    ({ person: { userId } }) => !skipped.has(userId) && !ownLeg(call, userId),
  );
  if (rung.length === 0) return call;
  const fromQueue = call.requestedCalleeId === null;
  const expiresAt = fromQueue ? now + call.terms.offerTimeoutMs : (call.deadlineAt ?? now);
  const offers = rung.map(({ offerId, person }) => ({
    id: offerId,
    person,
    outcome: null,
    deviceId: null,
    offeredAt: now,
    expiresAt,
    endedAt: null,
    fromQueue,
  }));
  return {
    ...call,
    status: "RINGING",
    deadlineAt: Math.max(call.deadlineAt ?? expiresAt, expiresAt),
    offers: [...call.offers, ...offers],
  };
}

/** Ends the turns of the queue that have rung for their time. */
export const endTurns = (call: Call, now: number): Call =>
  endOffers(call, (offer) => offer.fromQueue && offer.expiresAt <= now, "missed", now);

/** Ends the offer to one person. */
export const withdraw = (
  call: Call,
  userId: string,
  outcome: OfferOutcome,
  now: number,
  deviceId: string | null = null,
): Call => endOffers(call, (offer) => offer.person.userId === userId, outcome, now, deviceId);

/** Ends some of the open offers. If none is left, the call waits in the queue. */
function endOffers(
  call: Call,
  which: (offer: Offer) => boolean,
  outcome: OfferOutcome,
  now: number,
  deviceId: string | null = null,
): Call {
  if (!openOffers(call).some(which)) return call;
  const offers = call.offers.map((offer) =>
    which(offer) ? (closeOffers([offer], outcome, now, deviceId)[0] ?? offer) : offer,
  );
  return {
    ...call,
    offers,
    status: offers.some((offer) => offer.outcome === null) ? "RINGING" : "QUEUED",
  };
}
