import type { Clock } from "@synapse-voice/platform/clock";

export interface BackoffOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly firstMs: number;
  readonly longestMs: number;
  /** Called with each error. It throws to give up. */
  onFailure(error: unknown): void;
}

/** Waits. Resolves early if the signal is aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(ms, done);
    function done(): void {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}

/** Does work until it succeeds, with longer and longer pauses. An aborted signal is thrown. */
export async function withBackoff<T>(
  { clock, signal, firstMs, longestMs, onFailure }: BackoffOptions,
  work: () => Promise<T>,
): Promise<T> {
  for (let pauseMs = firstMs; ; pauseMs = Math.min(longestMs, 2 * pauseMs)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      onFailure(error);
    }
    await pause(clock, pauseMs, signal);
  }
}
