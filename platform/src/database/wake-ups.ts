/**
 * Tells who waits that something may have happened for a person. A wake-up too many is harmless,
 * one too few costs the wait.
 */
export interface WakeUps {
  /** Calls `wake` at each hint until the returned function is called. */
  listen(personId: string, wake: () => void): () => void;
}

/** Waiters by person: a hint finds its few among thousands. */
export interface Waiters extends WakeUps {
  wake(personId: string): void;
  wakeAll(): void;
  readonly size: number;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  return {
    listen(personId, wake) {
      const mine = waiting.get(personId) ?? new Set();
      // A wrapper of its own, so that the same function may listen twice.
      const entry = (): void => wake();
      waiting.set(personId, mine.add(entry));
      return () => {
        mine.delete(entry);
        if (mine.size === 0 && waiting.get(personId) === mine) waiting.delete(personId);
      };
    },
    wake(personId) {
      for (const wake of waiting.get(personId) ?? []) wake();
    },
    wakeAll() {
      for (const mine of waiting.values()) for (const wake of mine) wake();
    },
    get size() {
      let size = 0;
      for (const mine of waiting.values()) size += mine.size;
      return size;
    },
  };
}
