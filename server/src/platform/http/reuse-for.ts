/** Runs the work at most once in this time. Calls in between get the result of the last run. */
export function reuseFor<T>(
  maxAgeMs: number,
  work: () => Promise<T>,
  monotonicMs: () => number = () => performance.now(),
): () => Promise<T> {
  let last: { readonly result: Promise<T>; readonly endsAt: number } | null = null;
  let isRunning = false;
  return () => {
    if (last && (isRunning || monotonicMs() < last.endsAt)) return last.result;
    isRunning = true;
    const result = work().finally(() => (isRunning = false));
    last = { result, endsAt: monotonicMs() + maxAgeMs };
    return result;
  };
}
