import { times } from "@synapse-voice/contract";
import type { Call } from "../call.ts";
import * as change from "../changes/changes.ts";

export const isDue = (at: number | null, now: number): boolean => at !== null && at <= now;

/**
 * What passed while nobody could renew does not count: from the end of an outage a caller has one
 * full lease.
 */
export const callerIsGone = (call: Call, leasesSince: number, now: number): boolean =>
  call.callerLeaseUntil !== null &&
  Math.max(call.callerLeaseUntil, leasesSince + times.callerLease) <= now;

/** The end of a call that rang, or waited, for as long as it might. */
export const missed = (call: Call, now: number): Call =>
  change.end(call, call.requestedCalleeId === null ? "nobody" : "unanswered", now);
