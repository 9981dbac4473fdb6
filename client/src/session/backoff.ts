import type { ApiError } from "./api-error.ts";
import type { ClientClock } from "./clock.ts";

const firstDelayMs = 500;
const maxDelayMs = 5_000;
/** Limit of the server's `Retry-After`, in seconds. */
const maxRetryAfterSeconds = 60;

/**
 * Returns the delay in ms before the next attempt. It doubles with each failure, up to 5 s. Half of
 * it is random, so that clients don't come back all at once. It is longer where the server asked
 * for more with the error (`rate_limited`), up to 60 s.
 */
export function backoff(clock: ClientClock, failures: number, error?: unknown): number {
  const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** failures);
  const retryAfter = (error as Partial<ApiError> | undefined)?.problem?.retryAfter ?? 0;
  return Math.max(
    Math.min(maxRetryAfterSeconds, retryAfter) * 1000,
    ((1 + clock.random()) * ceilingMs) / 2,
  );
}
