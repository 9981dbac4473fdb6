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
  /** Calls `wake` at each signal, for whomever it is. */
  listenToAll(wake: () => void): () => void;
  wake(userId: string): void;
  wakeAll(): void;
  readonly size: number;
}

export function createWakeUpListeners(): WakeUpListeners {
  const listeners = new Map<string, Set<() => void>>();
  const general = new Set<() => void>();
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
    listenToAll(wake) {
      const listener = (): void => wake();
      general.add(listener);
      return () => void general.delete(listener);
    },
    wake(userId) {
      for (const wake of listeners.get(userId) ?? []) wake();
      for (const wake of general) wake();
    },
    wakeAll() {
      for (const ofUser of listeners.values()) for (const wake of ofUser) wake();
      for (const wake of general) wake();
    },
    get size() {
      let size = general.size;
      for (const ofUser of listeners.values()) size += ofUser.size;
      return size;
    },
  };
}
