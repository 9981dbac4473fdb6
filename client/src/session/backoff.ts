import type { ApiError } from "./api-error.ts";
import type { ClientClock } from "./clock.ts";

const first = 500;
const longest = 5_000;
/** However long a server says to wait, s. */
const longestAsked = 60;

/**
 * Ms to wait before the next try after so many failures: doubles up to 5 s, half of it by chance so
 * that clients don't come all at once. Longer where the server said so with the failure
 * (`rate_limited`).
 */
export function backoff(clock: ClientClock, failures: number, error?: unknown): number {
  const ceiling = Math.min(longest, first * 2 ** failures);
  const asked = (error as Partial<ApiError> | undefined)?.problem?.retryAfter ?? 0;
  return Math.max(Math.min(longestAsked, asked) * 1000, ((1 + clock.random()) * ceiling) / 2);
}
