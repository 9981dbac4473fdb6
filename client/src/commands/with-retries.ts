import { ApiError } from "../session/api-error.ts";
import type { Core } from "../state/core.ts";

const tries = 3;
const between = 1_000;

/** Code of a failed request. */
export const codeOf = (error: unknown): string =>
  error instanceof ApiError ? error.code : "network";

/**
 * Tries a command up to three times while no reply comes and it is still `wanted`. However often it
 * is heard, it is one command.
 */
export async function persist<T>(
  core: Core,
  task: () => Promise<T>,
  wanted = (): boolean => true,
  attempt = 1,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (codeOf(error) !== "network" || attempt >= tries) throw error;
    await new Promise<void>((resolve) => core.clock.after(between, resolve));
    if (!wanted()) throw error;
    return persist(core, task, wanted, attempt + 1);
  }
}
