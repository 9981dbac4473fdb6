import { ApiError } from "../session/api-error.ts";
import type { Core } from "../state/core.ts";

const maxAttempts = 3;
const retryDelayMs = 1_000;

/**
 * Returns the code of a failed request. `network` for errors that are no {@link ApiError}, and for
 * replies that are not of our server, such as the page of a proxy or a captive portal.
 */
export const codeOf = (error: unknown): string =>
  error instanceof ApiError && error.code !== "invalid_reply" ? error.code : "network";

/**
 * Sends a command up to three times, 1 s apart, while no reply comes and it is still `wanted`. The
 * server treats the copies as one command.
 */
export async function withRetries<T>(
  core: Pick<Core, "clock">,
  request: () => Promise<T>,
  isWanted = (): boolean => true,
): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await request();
    } catch (error) {
      if (codeOf(error) !== "network" || attempt >= maxAttempts) throw error;
      await new Promise<void>((resolve) => core.clock.after(retryDelayMs, resolve));
      if (!isWanted()) throw error;
    }
}
