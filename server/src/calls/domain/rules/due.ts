import { times } from "@synapse-voice/contract";
import type { Call } from "../call.ts";
import { endCall } from "../changes/end-call.ts";
import type { Leg } from "../leg.ts";

export const isDue = (at: number | null, now: number): boolean => at !== null && at <= now;

/**
 * True where a leg that waits for an answer was not renewed in time. Time in which nobody could
 * renew does not count: from the end of an outage a caller has one full lease.
 */
export const leaseIsLost = ({ leaseUntil }: Leg, leasesSince: number, now: number): boolean =>
  leaseUntil !== null && Math.max(leaseUntil, leasesSince + times.callerLeaseMs) <= now;

/** The end of a call that rang, or waited, for as long as it might. */
export const missed = (call: Call, now: number): Call =>
  endCall(call, call.requestedCalleeId === null ? "nobody" : "unanswered", now);
