import type { RetryPolicy } from "@synapse-voice/platform/retry";

const withoutWait = { waitMs: 0, maxWaitMs: 0 };

/**
 * Policies for work on calls. They nest: each attempt of an outer one makes all
 * attempts of the inner ones. So a start of a call gives up after 5 × 10 transactions at most, a
 * command after 50 × 10, and a round of the queue after 5 × 50 × 10. An attempt only fails because
 * another request succeeded meanwhile, so that the server as a whole makes progress all the time.
 */
export const retryPolicies = {
  /** A transaction that PostgreSQL cancelled for the sake of another one. The innermost policy. */
  transactionConflict: { attempts: 10, ...withoutWait },
  /** A unit of work that found a call changed by another one. */
  callChanged: { attempts: 50, waitMs: 1, maxWaitMs: 20 },
  /** A start of a call that found another call in a room of the same name. */
  roomTaken: { attempts: 5, ...withoutWait },
  /** A round of the queue that found calls changed, or left some work undone. */
  queueRound: { attempts: 5, ...withoutWait },
} as const satisfies Record<string, RetryPolicy>;
