import { setTimeout as delay } from "node:timers/promises";

/**
 * Tries until `condition` holds; throws with what was waited for, and the last error, after the
 * limit.
 */
export async function waitFor(
  what: string,
  condition: () => Promise<boolean> | boolean,
  { timeoutMs = 10_000, everyMs = 50 } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let last = "";
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > deadline)
      throw new Error(
        `waited ${Math.round(timeoutMs / 1000)} s for ${what}${last && ` (${last})`}`,
      );
    await delay(everyMs);
  }
}
