/** Port for time: runs the task once after this many ms. The result cancels it. */
export type RunAfter = (delayMs: number, task: () => void) => () => void;

/** The real timer. */
export const runAfter: RunAfter = (delayMs, task) => {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
};

/** The work took longer than its time limit. */
export class TimeLimitError extends Error {}

/**
 * Resolves or rejects as the work does, or rejects with a `TimeLimitError` after this many ms. The
 * work itself goes on: a call into a native library can't be cancelled.
 */
export function withTimeLimit<T>(work: Promise<T>, limitMs: number, after: RunAfter): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = after(limitMs, () =>
      reject(new TimeLimitError(`no reply within ${limitMs / 1_000} s`)),
    );
    work.finally(cancel).then(resolve, reject);
  });
}
