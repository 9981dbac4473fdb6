import { times, type CallStatus, type EndReason, type OfferOutcome } from "@synapse-voice/contract";
import {
  noMedia,
  openOffers,
  sideOf,
  type Actor,
  type Call,
  type CommandOf,
  type MediaPresence,
  type Offer,
} from "../call.ts";

type Ending = readonly [status: CallStatus, reason: EndReason, offers: OfferOutcome];

const endings = {
  cancelled: ["CANCELLED", "cancelled", "cancelled"],
  callerGone: ["CANCELLED", "caller_gone", "cancelled"],
  declined: ["DECLINED", "declined", "declined"],
  unanswered: ["MISSED", "ring_timeout", "missed"],
  busy: ["MISSED", "busy", "cancelled"],
  nobody: ["MISSED", "no_agent", "missed"],
  closed: ["MISSED", "closed", "missed"],
  hungUp: ["COMPLETED", "hung_up", "cancelled"],
  connectionLost: ["COMPLETED", "connection_lost", "cancelled"],
  tooLong: ["COMPLETED", "call_too_long", "cancelled"],
  removedBefore: ["CANCELLED", "person_removed", "cancelled"],
  removedOn: ["COMPLETED", "person_removed", "cancelled"],
  mediaFailed: ["FAILED", "media_unavailable", "cancelled"],
} as const satisfies Record<string, Ending>;

/** Ends a call: what was open gets its outcome, what was awaited is awaited no more. */
export function end(
  call: Call,
  how: keyof typeof endings,
  now: number,
  endedBy: string | null = null,
): Call {
  const [status, endReason, outcome] = endings[how];
  return {
    ...call,
    status,
    endReason,
    endedBy,
    endedAt: now,
    deadlineAt: null,
    callerLeaseUntil: null,
    callerHoldAt: null,
    calleeHoldAt: null,
    callerMedia: { ...call.callerMedia, goneUntil: null },
    calleeMedia: { ...call.calleeMedia, goneUntil: null },
    offers: close(call.offers, outcome, now),
  };
}

const close = (
  offers: readonly Offer[],
  outcome: OfferOutcome,
  now: number,
  deviceId: string | null = null,
): readonly Offer[] =>
  offers.map((offer) =>
    offer.outcome === null ? { ...offer, outcome, deviceId, endedAt: now } : offer,
  );

/**
 * Rings people. Who rings already or has declined is not rung (again); a turn of the queue is never
 * cut off by the end of the wait.
 */
export function offer(call: Call, { people }: CommandOf<"offer">, now: number): Call {
  const unwilling = new Set([
    call.caller.supabaseUserId,
    ...call.offers
      .filter(({ outcome }) => outcome === null || outcome === "declined")
      .map(({ person }) => person.supabaseUserId),
  ]);
  const willing = people.filter(({ person }) => !unwilling.has(person.supabaseUserId));
  if (willing.length === 0) return call;
  const fromQueue = call.requestedCalleeId === null;
  const expiresAt = fromQueue ? now + call.terms.offerTimeout : (call.deadlineAt ?? now);
  const offers = willing.map(({ offerId, person }) => ({
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

/** Ends the turns that have rung for their time. */
export const endTurns = (call: Call, now: number): Call =>
  endOffers(call, (offer) => offer.fromQueue && offer.expiresAt <= now, "missed", now);

/**
 * Connects caller and acceptor. Whoever is not in the room yet has the grace of one who left to get
 * there.
 */
export function connect(call: Call, { by }: CommandOf<"accept">, now: number): Call {
  const mine = openOffers(call).find(({ person }) => person.supabaseUserId === by.personId);
  if (!mine) return call;
  const accepted: Offer = { ...mine, outcome: "accepted", deviceId: by.deviceId, endedAt: now };
  const awaited = now + times.partyGrace;
  const callerIsThere = call.callerMedia.sid !== null && call.callerMedia.goneUntil === null;
  return {
    ...call,
    status: "IN_PROGRESS",
    callee: mine.person,
    answeredDeviceId: by.deviceId,
    answeredAt: now,
    deadlineAt: now + call.terms.longest,
    callerLeaseUntil: null,
    callerMedia: callerIsThere ? call.callerMedia : { ...call.callerMedia, goneUntil: awaited },
    calleeMedia: { sid: null, goneUntil: awaited, saidGoodbye: false },
    offers: close(
      call.offers.map((offer) => (offer.id === mine.id ? accepted : offer)),
      "answered_elsewhere",
      now,
    ),
  };
}

/**
 * One side goes on with the call on another device of theirs, which has the grace of one who left
 * to get into the room. Who only waits for an answer is held to a lease, which that device renews
 * from then on.
 */
export function continueOn(call: Call, { personId, deviceId }: Actor, now: number): Call {
  const media: MediaPresence = {
    ...noMedia,
    goneUntil: call.answeredAt === null ? null : now + times.partyGrace,
  };
  if (personId !== call.caller.supabaseUserId)
    return deviceId === call.answeredDeviceId
      ? call
      : { ...call, answeredDeviceId: deviceId, calleeMedia: media };
  if (deviceId === call.callerDeviceId) return call;
  return {
    ...call,
    callerDeviceId: deviceId,
    callerMedia: media,
    callerLeaseUntil: call.answeredAt === null ? now + times.callerLease : null,
  };
}

/** Ends one person's offer. A direct call ends with it; a queue call rings on elsewhere or waits. */
export function turnDown(call: Call, { personId, deviceId }: Actor, now: number): Call {
  const without = withdraw(call, personId, "declined", now, deviceId);
  return call.requestedCalleeId === null ? without : end(without, "declined", now, personId);
}

/** Takes the offer from one person. */
export const withdraw = (
  call: Call,
  personId: string,
  outcome: OfferOutcome,
  now: number,
  deviceId: string | null = null,
): Call =>
  endOffers(call, (offer) => offer.person.supabaseUserId === personId, outcome, now, deviceId);

/** Ends some of the open offers; with nobody left to ring, the call waits in the queue. */
function endOffers(
  call: Call,
  which: (offer: Offer) => boolean,
  outcome: OfferOutcome,
  now: number,
  deviceId: string | null = null,
): Call {
  if (!openOffers(call).some(which)) return call;
  const offers = call.offers.map((offer) =>
    which(offer) ? (close([offer], outcome, now, deviceId)[0] ?? offer) : offer,
  );
  return {
    ...call,
    offers,
    status: offers.some((offer) => offer.outcome === null) ? "RINGING" : "QUEUED",
  };
}

/** One side keeps the other waiting, or (`at` null) no longer does. */
export function hold(call: Call, personId: string, at: number | null): Call {
  const side = sideOf(call, personId);
  if (side === null || (heldAt(call, side) === null) === (at === null)) return call;
  return side === "caller" ? { ...call, callerHoldAt: at } : { ...call, calleeHoldAt: at };
}
const heldAt = (call: Call, side: "caller" | "callee"): number | null =>
  side === "caller" ? call.callerHoldAt : call.calleeHoldAt;

/** The room was lost with everyone in it: each has the grace of one who left to come back. */
export function awaitBoth(call: Call, now: number): Call {
  const awaited = (media: MediaPresence): MediaPresence => ({
    ...media,
    goneUntil: now + times.partyGrace,
    saidGoodbye: false,
  });
  return {
    ...call,
    callerMedia: awaited(call.callerMedia),
    calleeMedia: awaited(call.calleeMedia),
  };
}

/**
 * Who was in the room when it was last seen is believed to be there for so long while nobody can
 * look, ms.
 */
const unseenGrace = 300_000;

/** Nobody can look into the room: who counts as there does so no longer without end. */
export function unseen(call: Call, now: number): Call {
  if (call.callerMedia.goneUntil !== null && call.calleeMedia.goneUntil !== null) return call;
  const doubted = (media: MediaPresence): MediaPresence => ({
    ...media,
    goneUntil: media.goneUntil ?? now + unseenGrace,
  });
  return {
    ...call,
    callerMedia: doubted(call.callerMedia),
    calleeMedia: doubted(call.calleeMedia),
  };
}

/**
 * What a side's presence becomes when its session left; null where that was an earlier session than
 * the known one.
 */
export function left(
  media: MediaPresence,
  sid: string | null,
  saidGoodbye: boolean,
  now: number,
): MediaPresence | null {
  if (media.sid !== null && sid !== media.sid) return null;
  const goneUntil = Math.min(media.goneUntil ?? Infinity, now + times.partyGrace);
  const known = goneUntil === media.goneUntil && (sid === null || media.sid === sid);
  // Who was missed in the room may still turn out to have said goodbye.
  if (known && (media.saidGoodbye || !saidGoodbye)) return null;
  return { sid: sid ?? media.sid, goneUntil, saidGoodbye: saidGoodbye || media.saidGoodbye };
}

/**
 * What a side's presence becomes when it was seen; null where nothing changes, or where that
 * session has left since.
 */
export function seen(media: MediaPresence, sid: string, listed: boolean): MediaPresence | null {
  if (media.sid === sid && (media.goneUntil === null || !listed)) return null;
  return { sid, goneUntil: null, saidGoodbye: false };
}
