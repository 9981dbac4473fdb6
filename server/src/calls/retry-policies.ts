import type { RetryPolicy } from "@synapse-voice/platform/retry";

const withoutWait = { waitMs: 0, maxWaitMs: 0 };

/**
 * Policies for work on calls. They nest: each attempt of an outer one makes all attempts of the
 * inner ones. So a start of a call gives up after 5 × 10 transactions at most, a command after 50 ×
 * 10, and a round of the queue after 5 × 50 × 10. An attempt fails only because another request
 * succeeded meanwhile. So the server as a whole always makes progress.
 */
export const retryPolicies = {
  /** For a transaction that PostgreSQL cancelled because of another one. The innermost policy. */
  transactionConflict: { maxAttempts: 10, ...withoutWait },
  /** For a unit of work that found that another one had changed the call. */
  callChanged: { maxAttempts: 50, waitMs: 1, maxWaitMs: 20 },
  /** For a start of a call if another call already has the room's name. */
  roomTaken: { maxAttempts: 5, ...withoutWait },
  /** For a round of the queue that found changed calls, or left some work undone. */
  queueRound: { maxAttempts: 5, ...withoutWait },
} as const satisfies Record<string, RetryPolicy>;
