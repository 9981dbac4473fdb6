import { setTimeout as delay } from "node:timers/promises";

/**
 * Polls until a condition is true. After `timeoutMs` it rejects with the name of the condition and
 * the last error.
 */
export async function waitFor(
  name: string,
  condition: () => Promise<boolean> | boolean,
  { timeoutMs = 10_000, everyMs = 50 } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let lastError = "";
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > deadline) {
      const seconds = Math.round(timeoutMs / 1000);
      throw new Error(`waited ${seconds} s for ${name}${lastError && ` (${lastError})`}`);
    }
    await delay(everyMs);
  }
}
