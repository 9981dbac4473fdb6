import type { TenantSettings } from "@synapse-voice/contract";
import { noMedia, type Call, type CallParty, type CallTerms } from "./call.ts";

/** What a new call is made of. */
export interface NewCall {
  readonly id: string;
  readonly tenantId: string;
  readonly caller: CallParty;
  readonly callerDeviceId: string;
  /** Null: whichever agent answers. */
  readonly callee: CallParty | null;
  /** How long it may ring (by name) or wait (in the queue), ms. */
  readonly patience: number;
  readonly terms: CallTerms;
  /** How long the caller counts as waiting without saying so again, ms. */
  readonly callerLease: number;
}

/** The terms of a call that is placed under these settings. */
export const termsOf = ({
  offerTimeoutSeconds,
  maxCallMinutes,
  wrapUpSeconds,
  holdSound,
}: TenantSettings): CallTerms => ({
  offerTimeout: offerTimeoutSeconds * 1000,
  longest: maxCallMinutes * 60_000,
  wrapUp: wrapUpSeconds * 1000,
  holdSound,
});

const end = (id: string): string => id.replaceAll("-", "").slice(-6);

/** `call-<6 of caller>-<6 of callee>-<epoch ms>`: ids differ at their ends first. */
const roomNameOf = (callerId: string, calleeId: string | null, now: number): string =>
  `call-${end(callerId)}-${calleeId === null ? "agents" : end(calleeId)}-${now}`;

/** A call that nobody has been offered yet; `transition` takes it from here. */
export function placeCall(
  { id, tenantId, caller, callerDeviceId, callee, patience, terms, callerLease }: NewCall,
  now: number,
): Call {
  return {
    id,
    tenantId,
    roomName: roomNameOf(caller.supabaseUserId, callee?.supabaseUserId ?? null, now),
    status: "QUEUED",
    version: 0,
    caller,
    callerDeviceId,
    requestedCalleeId: callee?.supabaseUserId ?? null,
    callee,
    answeredDeviceId: null,
    placedAt: now,
    answeredAt: null,
    endedAt: null,
    endReason: null,
    endedBy: null,
    deadlineAt: now + patience,
    callerLeaseUntil: now + callerLease,
    callerMedia: noMedia,
    calleeMedia: noMedia,
    callerHoldAt: null,
    calleeHoldAt: null,
    terms,
    offers: [],
  };
}
