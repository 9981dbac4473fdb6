import { EndReason, HoldSound } from "@synapse-voice/contract";
import type { CallLog, CallOffer, Prisma } from "@synapse-voice/prisma";
import * as v from "valibot";
import type { Call, CallParty, Offer } from "../../domain/call.ts";
import { durationOf } from "../../domain/snapshots.ts";

/** A call's row with its offers. */
export type CallRow = CallLog & { readonly offers: readonly CallOffer[] };

/** One of another version, running beside this one or before it, is none that this one could tell. */
const StoredReason = v.fallback(v.nullable(EndReason), null);

const StoredSound = v.fallback(HoldSound, "music");

const date = (at: number): Date => new Date(at);
const dateOrNull = (at: number | null): Date | null => (at === null ? null : new Date(at));
const ms = (at: Date | null): number | null => at?.getTime() ?? null;

export function fromRow(row: CallRow): Call {
  return {
    id: row.id,
    tenantId: row.tenantId,
    roomName: row.roomName,
    status: row.status,
    version: row.version,
    caller: {
      supabaseUserId: row.fromUserId,
      type: row.fromUserType,
      name: row.fromName,
      verified: row.fromNameVerified,
      portalCustomerId: row.fromPortalCustomerId,
    },
    callerDeviceId: row.callerDeviceId,
    requestedCalleeId: row.requestedCalleeId,
    callee: calleeOf(row),
    answeredDeviceId: row.answeredDeviceId,
    placedAt: row.placedAt.getTime(),
    answeredAt: ms(row.answeredAt),
    endedAt: ms(row.endedAt),
    endReason: v.parse(StoredReason, row.endReason),
    endedBy: row.endedBy,
    deadlineAt: ms(row.deadlineAt),
    callerLeaseUntil: ms(row.callerLeaseUntil),
    callerMedia: {
      sid: row.callerSid,
      goneUntil: ms(row.callerGoneUntil),
      saidGoodbye: row.callerSaidGoodbye,
    },
    calleeMedia: {
      sid: row.calleeSid,
      goneUntil: ms(row.calleeGoneUntil),
      saidGoodbye: row.calleeSaidGoodbye,
    },
    callerHoldAt: ms(row.callerHoldAt),
    calleeHoldAt: ms(row.calleeHoldAt),
    terms: {
      offerTimeout: row.offerTimeoutSeconds * 1000,
      longest: row.maxCallSeconds * 1000,
      wrapUp: row.wrapUpSeconds * 1000,
      holdSound: v.parse(StoredSound, row.holdSound),
    },
    offers: row.offers.map((offer) => fromOfferRow(offer, row)),
  };
}

const calleeOf = (row: CallLog): CallParty | null =>
  row.toUserId === null
    ? null
    : {
        supabaseUserId: row.toUserId,
        type: row.toUserType,
        name: row.toName ?? "",
        verified: true,
        portalCustomerId: row.toPortalCustomerId,
      };

const fromOfferRow = (offer: CallOffer, call: CallLog): Offer => ({
  id: offer.id,
  person: {
    supabaseUserId: offer.personId,
    type: offer.personType,
    name: offer.name,
    verified: true,
    portalCustomerId: offer.personId === call.toUserId ? call.toPortalCustomerId : null,
  },
  outcome: offer.outcome,
  deviceId: offer.deviceId,
  offeredAt: offer.offeredAt.getTime(),
  expiresAt: offer.expiresAt.getTime(),
  endedAt: ms(offer.endedAt),
  fromQueue: offer.fromQueue,
});

/** What a change of a call may change of its row. */
export function changingColumns(call: Call) {
  return {
    status: call.status,
    version: call.version,
    toUserId: call.callee?.supabaseUserId ?? null,
    // Who answers a call to nobody in particular is a CRM user.
    toUserType: call.callee?.type ?? "CRM_USER",
    toPortalCustomerId: call.callee?.portalCustomerId ?? null,
    toName: call.callee?.name ?? null,
    answeredBy: call.answeredAt === null ? null : (call.callee?.supabaseUserId ?? null),
    callerDeviceId: call.callerDeviceId,
    answeredDeviceId: call.answeredDeviceId,
    startedAt: date(call.answeredAt ?? call.placedAt),
    answeredAt: dateOrNull(call.answeredAt),
    endedAt: dateOrNull(call.endedAt),
    duration: durationOf(call),
    endReason: call.endReason,
    endedBy: call.endedBy,
    deadlineAt: dateOrNull(call.deadlineAt),
    callerLeaseUntil: dateOrNull(call.callerLeaseUntil),
    callerGoneUntil: dateOrNull(call.callerMedia.goneUntil),
    calleeGoneUntil: dateOrNull(call.calleeMedia.goneUntil),
    callerSid: call.callerMedia.sid,
    calleeSid: call.calleeMedia.sid,
    callerSaidGoodbye: call.callerMedia.saidGoodbye,
    calleeSaidGoodbye: call.calleeMedia.saidGoodbye,
    callerHoldAt: dateOrNull(call.callerHoldAt),
    calleeHoldAt: dateOrNull(call.calleeHoldAt),
  } satisfies Prisma.CallLogUncheckedUpdateManyInput;
}

export const toRow = (call: Call) =>
  ({
    ...changingColumns(call),
    id: call.id,
    tenantId: call.tenantId,
    roomName: call.roomName,
    fromUserId: call.caller.supabaseUserId,
    fromUserType: call.caller.type,
    fromPortalCustomerId: call.caller.portalCustomerId,
    fromName: call.caller.name,
    fromNameVerified: call.caller.verified,
    requestedCalleeId: call.requestedCalleeId,
    placedAt: date(call.placedAt),
    offerTimeoutSeconds: call.terms.offerTimeout / 1000,
    maxCallSeconds: call.terms.longest / 1000,
    wrapUpSeconds: call.terms.wrapUp / 1000,
    holdSound: call.terms.holdSound,
  }) satisfies Prisma.CallLogCreateManyInput;

export const toOfferRow = (call: Call, offer: Offer) =>
  ({
    id: offer.id,
    callId: call.id,
    tenantId: call.tenantId,
    personId: offer.person.supabaseUserId,
    personType: offer.person.type,
    name: offer.person.name,
    outcome: offer.outcome,
    deviceId: offer.deviceId,
    offeredAt: date(offer.offeredAt),
    expiresAt: date(offer.expiresAt),
    endedAt: dateOrNull(offer.endedAt),
    fromQueue: offer.fromQueue,
  }) satisfies Prisma.CallOfferCreateManyInput;

/** Offers that a change made, and those whose outcome it decided. */
export function offerChanges(
  before: Call,
  after: Call,
): { readonly made: readonly Offer[]; readonly decided: readonly Offer[] } {
  const known = new Map(before.offers.map((offer) => [offer.id, offer]));
  return {
    made: after.offers.filter((offer) => !known.has(offer.id)),
    decided: after.offers.filter(
      (offer) => known.has(offer.id) && known.get(offer.id)?.outcome !== offer.outcome,
    ),
  };
}
