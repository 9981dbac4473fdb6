import { setTimeout as pause } from "node:timers/promises";

/** Number of attempts, and the waits between them in ms. */
export interface RetryPolicy {
  /** Greatest number of attempts, the first one included. */
  readonly maxAttempts: number;
  /**
   * The longest wait before the second attempt. It grows by this with each further one. The actual
   * wait is random, so that two who collided don't collide again.
   */
  readonly waitMs: number;
  /** The longest wait before any attempt. */
  readonly maxWaitMs: number;
}

/**
 * Does work, and does it again after an error that is retryable. Throws the error of the last
 * attempt, and every error that is not retryable.
 */
export async function retry<T>(
  { maxAttempts, waitMs, maxWaitMs }: RetryPolicy,
  isRetryable: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= maxAttempts || !isRetryable(error)) throw error;
    }
    if (waitMs > 0) await pause(Math.random() * Math.min(attempt * waitMs, maxWaitMs));
  }
}
