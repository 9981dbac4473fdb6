import { StorageError } from "./object-storage.ts";

/**
 * Limits the time of single steps of an operation, and ends the operation when its caller aborts
 * it. The time that passes between the steps does not count.
 */
export interface TimeLimit {
  /** Aborted by the caller, or when a step takes too long. */
  readonly signal: AbortSignal;
  /** Starts the time of a step anew. */
  start(): void;
  stop(): void;
  /** Waits for work of any duration. Rejects as soon as the signal is aborted. */
  wait<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for a step. Rejects as soon as the signal is aborted. */
  step<T>(work: () => Promise<T>): Promise<T>;
}

export function createTimeLimit(timeoutMs: number, caller?: AbortSignal): TimeLimit {
  const own = new AbortController();
  const signal = caller ? AbortSignal.any([caller, own.signal]) : own.signal;
  const expire = (): void =>
    own.abort(new StorageError("unavailable", `no answer in ${timeoutMs} ms`));
  let timer: NodeJS.Timeout | undefined;
  const limit: TimeLimit = {
    signal,
    start() {
      clearTimeout(timer);
      timer = setTimeout(expire, timeoutMs).unref();
    },
    stop: () => clearTimeout(timer),
    async wait(work) {
      signal.throwIfAborted();
      return orAborted(work(), signal);
    },
    async step(work) {
      limit.start();
      try {
        return await limit.wait(work);
      } finally {
        limit.stop();
      }
    },
  };
  return limit;
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    // The work itself may have aborted the signal already.
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
