import type { ClientClock } from "../session/clock.ts";

/** One request at a time, which can be aborted. */
export interface SingleRequest {
  isPending(): boolean;
  start(task: (signal: AbortSignal) => Promise<void>): void;
  abort(): void;
  /** Resolves when no request is pending. It aborts one that takes longer than the timeout. */
  finished(): Promise<void>;
}

/** Makes a slot for one request; `timeoutMs` is for `finished`. */
export function createSingleRequest(clock: ClientClock, timeoutMs: number): SingleRequest {
  let current: AbortController | null = null;
  let done: Promise<void> = Promise.resolve();
  return {
    isPending: () => current !== null,
    start: (task) => {
      current = new AbortController();
      done = task(current.signal).finally(() => (current = null));
    },
    abort: () => current?.abort(),
    finished: async () => {
      const cancel = clock.after(timeoutMs, () => current?.abort());
      await done;
      cancel();
    },
  };
}
