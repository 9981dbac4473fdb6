import type { ClientClock, Stop } from "../clock.ts";

/**
 * Returns the result of the work, or `late` where that takes longer than `limitMs`. For what
 * browsers may never answer. Rejects where the work does in time.
 */
export async function within<T>(
  clock: ClientClock,
  limitMs: number,
  work: Promise<T>,
  late: T,
): Promise<T> {
  let stopWaiting: Stop = () => {};
  const limit = new Promise<T>((resolve) => {
    stopWaiting = clock.after(limitMs, () => resolve(late));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    stopWaiting();
  }
}
