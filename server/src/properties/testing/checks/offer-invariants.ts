import { callerOf, isLive, isPlacedBy, isWaiting, openOffersOf } from "../world/observation.ts";
import { offersOf, repeated, short, type Invariant } from "./invariant.ts";

/** A call that rings has open offers, no other call has, and each offer gets one outcome. */
export const everyOfferEnds: Invariant = (before, after) => [
  ...after.calls.flatMap((call) => {
    const open = openOffersOf(after, call.id);
    const offers = offersOf(after, call.id);
    return [
      call.status === "RINGING" && open.length === 0
        ? `offers: call ${short(call.id)} is RINGING for nobody`
        : "",
      call.status !== "RINGING" && open.length > 0
        ? `offers: call ${short(call.id)} is ${call.status} and has open offers`
        : "",
      repeated(open.map(({ personId }) => personId)).length > 0
        ? `offers: call ${short(call.id)} rings one person twice`
        : "",
      call.requestedCalleeId !== null &&
      offers.some(({ personId, fromQueue }) => personId !== call.requestedCalleeId || fromQueue)
        ? `offers: call ${short(call.id)} by name rang another`
        : "",
      call.requestedCalleeId === null && call.status === "DECLINED"
        ? `offers: call ${short(call.id)} to nobody in particular ended since one declined`
        : "",
      offers.some(({ personId }) => isPlacedBy(call, personId))
        ? `offers: call ${short(call.id)} rang its caller`
        : "",
    ];
  }),
  ...before.offers
    .filter(({ outcome }) => outcome !== null)
    .map((was) => {
      const offer = after.offers.find(({ id }) => id === was.id);
      return JSON.stringify(offer) === JSON.stringify(was)
        ? ""
        : `offers: offer ${short(was.id)} had its outcome ${was.outcome} and changed`;
    }),
  ...before.offers
    .filter(({ id }) => !after.offers.some((offer) => offer.id === id))
    .map(({ id }) => `offers: offer ${short(id)} is gone`),
  ...repeated(
    after.offers
      .filter(({ outcome, fromQueue }) => outcome === null && fromQueue)
      .map(({ personId }) => personId),
  ).map((id) => `offers: the queue rings ${short(id)} for two calls`),
  ...repeated(after.calls.filter(isLive).map((call) => callerOf(call).userId))
    .filter(
      (id) => after.calls.filter((call) => isWaiting(call) && isPlacedBy(call, id)).length > 1,
    )
    .map((id) => `${short(id)} places two calls at once`),
];

/** Of two people who call each other at once, only one gets a call. */
export const nobodyCrosses: Invariant = (_before, after) => {
  const ringing = after.calls.filter(({ status }) => status === "RINGING");
  return ringing
    .filter((call) =>
      ringing.some(
        (other) =>
          callerOf(other).userId === call.requestedCalleeId &&
          other.requestedCalleeId === callerOf(call).userId,
      ),
    )
    .map(({ id }) => `glare: call ${short(id)} rings somebody who rings its caller`);
};
