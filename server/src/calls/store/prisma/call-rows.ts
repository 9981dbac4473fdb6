import {
  CustomersSee,
  EndReason,
  HoldSound,
  plainLine,
  SoundTrouble,
} from "@synapse-voice/contract";
import type { CallLeg, CallLog, CallOffer, Prisma } from "@synapse-voice/prisma";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Call, Offer } from "../../domain/call.ts";
import type { Leg } from "../../domain/leg.ts";
import { durationOf } from "../../domain/snapshots.ts";
import { fromRecordingJson, type RecordingJson } from "./recording-rows.ts";

/** A row as JSON has it, or as the driver returns it. */
type Loose<Row> = {
  readonly [Column in keyof Row]: Row[Column] extends Date
    ? Date | string
    : Row[Column] extends Date | null
      ? Date | string | null
      : Row[Column];
};

/** A call's row with its legs and offers. */
export type CallRow = CallLog & {
  readonly legs: readonly Loose<CallLeg>[];
  readonly offers: readonly Loose<CallOffer>[];
  readonly recording: RecordingJson | null;
};

/** Unknown end reasons from a newer or older server read as null. */
const StoredReason = v.fallback(v.nullable(EndReason), null);

const StoredSound = v.fallback(HoldSound, "music");

const StoredVisibility = v.fallback(CustomersSee, "first_name");

const date = (at: number): Date => new Date(at);
const dateOrNull = (at: number | null): Date | null => (at === null ? null : new Date(at));
const ms = (at: Date | string): number => new Date(at).getTime();
const msOrNull = (at: Date | string | null): number | null => (at === null ? null : ms(at));

export const fromRow = (row: CallRow): Call => ({
  id: row.id,
  tenantId: row.tenantId,
  roomName: row.roomName,
  status: row.status,
  version: row.version,
  requestedCalleeId: row.requestedCalleeId,
  placedAt: ms(row.placedAt),
  answeredAt: msOrNull(row.answeredAt),
  endedAt: msOrNull(row.endedAt),
  endReason: v.parse(StoredReason, row.endReason),
  endedBy: row.endedBy,
  deadlineAt: msOrNull(row.deadlineAt),
  terms: {
    offerTimeoutMs: row.offerTimeoutSeconds * 1000,
    maxDurationMs: row.maxCallSeconds * 1000,
    wrapUpMs: row.wrapUpSeconds * 1000,
    holdSound: v.parse(StoredSound, row.holdSound),
    customersSee: v.parse(StoredVisibility, row.customersSee),
  },
  legs: row.legs.map(fromLegRow),
  offers: row.offers.map(fromOfferRow),
  recording: row.recording && fromRecordingJson(row.recording),
});

/** Rows of customers, and of an older server, have no first name. It may be empty. */
const firstNameOf = ({ firstName }: { readonly firstName: string | null }) =>
  typeof firstName === "string" ? { firstName: plainLine(firstName) } : {};

const fromLegRow = (leg: Loose<CallLeg>): Leg => ({
  id: leg.id,
  party: {
    userId: leg.userId,
    type: leg.userType,
    name: plainLine(leg.name),
    ...firstNameOf(leg),
    verified: leg.nameVerified,
  },
  role: leg.role,
  deviceId: leg.deviceId,
  leaseUntil: msOrNull(leg.leaseUntil),
  media: {
    sessionId: leg.sessionId,
    rejoinDeadline: msOrNull(leg.rejoinDeadline),
    leftIntentionally: leg.leftIntentionally,
    ...(leg.leftPageAt === null ? {} : { leftPageAt: ms(leg.leftPageAt) }),
    ...(v.is(SoundTrouble, leg.soundReport) && leg.soundReportedAt !== null
      ? { sound: { trouble: leg.soundReport, since: ms(leg.soundReportedAt) } }
      : {}),
  },
  holdSince: msOrNull(leg.holdSince),
  joinedAt: msOrNull(leg.joinedAt),
  leftAt: msOrNull(leg.leftAt),
  leftReason: v.parse(StoredReason, leg.leftReason),
});

const fromOfferRow = (offer: Loose<CallOffer>): Offer => ({
  id: offer.id,
  person: {
    userId: offer.personId,
    type: offer.personType,
    name: plainLine(offer.name),
    ...firstNameOf(offer),
    verified: true,
  },
  outcome: offer.outcome,
  deviceId: offer.deviceId,
  offeredAt: ms(offer.offeredAt),
  expiresAt: ms(offer.expiresAt),
  endedAt: msOrNull(offer.endedAt),
  fromQueue: offer.fromQueue,
});

/** The columns of a call that can change. */
export const changingColumns = (call: Call) =>
  ({
    status: call.status,
    version: call.version,
    startedAt: date(call.answeredAt ?? call.placedAt),
    answeredAt: dateOrNull(call.answeredAt),
    endedAt: dateOrNull(call.endedAt),
    duration: durationOf(call),
    endReason: call.endReason,
    endedBy: call.endedBy,
    deadlineAt: dateOrNull(call.deadlineAt),
  }) satisfies Prisma.CallLogUncheckedUpdateManyInput;

export const toRow = (call: Call) =>
  ({
    ...changingColumns(call),
    id: call.id,
    tenantId: call.tenantId,
    roomName: call.roomName,
    requestedCalleeId: call.requestedCalleeId,
    placedAt: date(call.placedAt),
    offerTimeoutSeconds: call.terms.offerTimeoutMs / 1000,
    maxCallSeconds: call.terms.maxDurationMs / 1000,
    wrapUpSeconds: call.terms.wrapUpMs / 1000,
    holdSound: call.terms.holdSound,
    customersSee: call.terms.customersSee,
  }) satisfies Prisma.CallLogCreateManyInput;

export const toLegRow = (call: Call, leg: Leg) =>
  ({
    id: leg.id,
    tenantId: call.tenantId,
    callId: call.id,
    role: leg.role,
    userId: leg.party.userId,
    userType: leg.party.type,
    name: leg.party.name,
    firstName: leg.party.firstName ?? null,
    nameVerified: leg.party.verified,
    deviceId: leg.deviceId,
    placedAt: date(call.placedAt),
    leaseUntil: dateOrNull(leg.leaseUntil),
    sessionId: leg.media.sessionId,
    rejoinDeadline: dateOrNull(leg.media.rejoinDeadline),
    leftIntentionally: leg.media.leftIntentionally,
    leftPageAt: dateOrNull(leg.media.leftPageAt ?? null),
    soundReport: leg.media.sound?.trouble ?? null,
    soundReportedAt: dateOrNull(leg.media.sound?.since ?? null),
    holdSince: dateOrNull(leg.holdSince),
    joinedAt: dateOrNull(leg.joinedAt),
    leftAt: dateOrNull(leg.leftAt),
    leftReason: leg.leftReason,
  }) satisfies Prisma.CallLegCreateManyInput;

export const toOfferRow = (call: Call, offer: Offer) =>
  ({
    id: offer.id,
    callId: call.id,
    tenantId: call.tenantId,
    personId: offer.person.userId,
    personType: offer.person.type,
    name: offer.person.name,
    firstName: offer.person.firstName ?? null,
    outcome: offer.outcome,
    deviceId: offer.deviceId,
    fromQueue: offer.fromQueue,
    offeredAt: date(offer.offeredAt),
    expiresAt: date(offer.expiresAt),
    endedAt: dateOrNull(offer.endedAt),
  }) satisfies Prisma.CallOfferCreateManyInput;

/** Returns the legs that a change added or changed. */
export function changedLegs(before: Call, after: Call): readonly Leg[] {
  const known = new Map(before.legs.map((leg) => [leg.id, leg]));
  return after.legs.filter((leg) => !isDeepStrictEqual(known.get(leg.id), leg));
}

/** Returns the offers that a change added or ended. */
export function offerChanges(
  before: Call,
  after: Call,
): { readonly added: readonly Offer[]; readonly ended: readonly Offer[] } {
  const known = new Map(before.offers.map((offer) => [offer.id, offer]));
  return {
    added: after.offers.filter((offer) => !known.has(offer.id)),
    ended: after.offers.filter(
      (offer) => known.has(offer.id) && known.get(offer.id)?.outcome !== offer.outcome,
    ),
  };
}
