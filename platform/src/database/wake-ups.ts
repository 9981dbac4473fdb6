/**
 * Signals that something may have changed for a person. An extra wake-up does no harm. A missing
 * one makes its listener wait until its own timeout.
 */
export interface WakeUps {
  /** Calls `wake` at each signal for the person, until the returned function is called. */
  listen(userId: string, wake: () => void): () => void;
}

/** Listeners by person. A signal finds its few listeners among thousands. */
export interface WakeUpListeners extends WakeUps {
  wake(userId: string): void;
  wakeAll(): void;
  readonly size: number;
}

export function createWakeUpListeners(): WakeUpListeners {
  const listeners = new Map<string, Set<() => void>>();
  return {
    listen(userId, wake) {
      const ofUser = listeners.get(userId) ?? new Set();
      // Each registration gets a wrapper of its own, so the same function can listen twice.
      const listener = (): void => wake();
      listeners.set(userId, ofUser.add(listener));
      return () => {
        ofUser.delete(listener);
        if (ofUser.size === 0 && listeners.get(userId) === ofUser) listeners.delete(userId);
      };
    },
    wake(userId) {
      for (const wake of listeners.get(userId) ?? []) wake();
    },
    wakeAll() {
      for (const ofUser of listeners.values()) for (const wake of ofUser) wake();
    },
    get size() {
      let size = 0;
      for (const ofUser of listeners.values()) size += ofUser.size;
      return size;
    },
  };
}
