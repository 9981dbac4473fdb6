import { times } from "@synapse-voice/contract";
import type { Call } from "../call.ts";
import { endCall } from "../changes/end-call.ts";
import type { Leg } from "../leg.ts";

export const isDue = (at: number | null, now: number): boolean => at !== null && at <= now;

/**
 * Returns true if the lease of a party that waits was not renewed in time. After an outage, in
 * which no renewal was possible, a caller has one full lease.
 */
export const leaseIsLost = ({ leaseUntil }: Leg, leasesSince: number, now: number): boolean =>
  leaseUntil !== null && Math.max(leaseUntil, leasesSince + times.callerLeaseMs) <= now;

/** Ends a call that was not answered before its deadline. */
export const missed = (call: Call, now: number): Call =>
  endCall(call, call.requestedCalleeId === null ? "nobody" : "unanswered", now);
