import type { LegRole, TenantSettings } from "@synapse-voice/contract";
import type { Call, CallTerms } from "./call.ts";
import { noMedia, type CallParty, type Leg } from "./leg.ts";
import type { Recording } from "./recording.ts";

/** A party of a new call, and the id of its leg. */
export interface PlacedParty {
  readonly legId: string;
  readonly party: CallParty;
}

/** The data of a new call. */
export interface NewCall {
  readonly id: string;
  readonly tenantId: string;
  readonly caller: PlacedParty;
  readonly callerDeviceId: string;
  /** Null for a call to the queue. */
  readonly callee: PlacedParty | null;
  /** Time that it may ring (direct call) or wait (queue call). */
  readonly timeoutMs: number;
  readonly terms: CallTerms;
  /** Time that the caller counts as waiting without a renewal. */
  readonly leaseMs: number;
  readonly recording: Recording | null;
}

/** Returns the terms of a call that is placed under these settings. */
export const termsOf = ({
  offerTimeoutSeconds,
  maxCallMinutes,
  wrapUpSeconds,
  holdSound,
  customersSee,
}: TenantSettings): CallTerms => ({
  offerTimeoutMs: offerTimeoutSeconds * 1000,
  maxDurationMs: maxCallMinutes * 60_000,
  wrapUpMs: wrapUpSeconds * 1000,
  holdSound,
  customersSee,
});

const end = (id: string): string => id.replaceAll("-", "").slice(-6);

/** Returns `call-<6 of caller>-<6 of callee>-<epoch ms>`, with the last characters of the ids. */
const roomNameOf = (callerId: string, calleeId: string | null, now: number): string =>
  `call-${end(callerId)}-${calleeId === null ? "agents" : end(calleeId)}-${now}`;

const newLeg = (role: LegRole, { legId, party }: PlacedParty): Leg => ({
  id: legId,
  party,
  role,
  deviceId: null,
  leaseUntil: null,
  media: noMedia,
  holdSince: null,
  joinedAt: null,
  leftAt: null,
  leftReason: null,
});

/** Makes a call that rings nobody yet. `transition` makes all further changes. */
export function placeCall(
  { id, tenantId, caller, callerDeviceId, callee, timeoutMs, terms, leaseMs, recording }: NewCall,
  now: number,
): Call {
  const calleeId = callee?.party.userId ?? null;
  const callersLeg = newLeg("caller", caller);
  return {
    id,
    tenantId,
    roomName: roomNameOf(caller.party.userId, calleeId, now),
    status: "QUEUED",
    version: 0,
    requestedCalleeId: calleeId,
    placedAt: now,
    answeredAt: null,
    endedAt: null,
    endReason: null,
    endedBy: null,
    deadlineAt: now + timeoutMs,
    terms,
    legs: [
      { ...callersLeg, deviceId: callerDeviceId, leaseUntil: now + leaseMs },
      ...(callee ? [newLeg("callee", callee)] : []),
    ],
    offers: [],
    recording,
  };
}
