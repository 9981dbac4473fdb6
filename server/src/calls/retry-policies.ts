import type { RetryPolicy } from "@synapse-voice/platform/retry";

const withoutWait = { waitMs: 0, maxWaitMs: 0 };

/**
 * Policies for work on calls. They nest: each attempt of an outer one makes all
 * attempts of the inner ones. So a start of a call gives up after 5 × 10 transactions at most, a
 * command after 50 × 10, and a round of the queue after 5 × 50 × 10. An attempt only fails because
 * another request succeeded meanwhile, so that the server as a whole makes progress all the time.
 */
export const retryPolicies = {
  /** For a transaction that PostgreSQL cancelled because of another one. The innermost policy. */
  transactionConflict: { attempts: 10, ...withoutWait },
  /** For a unit of work in which a call was changed by another one. */
  callChanged: { attempts: 50, waitMs: 1, maxWaitMs: 20 },
  /** For a start of a call whose room's name another call has. */
  roomTaken: { attempts: 5, ...withoutWait },
  /** For a round of the queue that found changed calls, or left some work undone. */
  queueRound: { attempts: 5, ...withoutWait },
} as const satisfies Record<string, RetryPolicy>;
