/** Time and timers. Rules take the time of `now()` as a parameter. Nothing else reads a clock. */
export interface Clock {
  /** Returns the database's time in ms since the epoch. */
  now(): number;
  /** Runs `work` once after `delayMs`. The returned function cancels it. */
  after(delayMs: number, work: () => void): () => void;
}

/** A clock that is kept in step with another clock, such as the database's. */
export interface SyncedClock extends Clock {
  /**
   * Reads the other clock once. If that fails, the error is thrown and the clock keeps its previous
   * offset.
   */
  synchronise(): Promise<void>;
}

const monotonicMs = (): number => performance.now();

/**
 * Makes the clock of production. `readTime` returns the database's time in ms since the epoch.
 * Between two reads the process's monotonic clock counts on, so a change of this machine's system
 * time has no effect. Until the first read it shows this machine's time.
 */
export function createDatabaseClock(readTime: () => Promise<number>): SyncedClock {
  let offsetMs = Date.now() - monotonicMs();
  return {
    now: () => Math.round(monotonicMs() + offsetMs),
    after(delayMs, work) {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    async synchronise() {
      const startedAt = monotonicMs();
      const databaseTime = await readTime();
      const finishedAt = monotonicMs();
      // The database read its clock at an unknown time between start and finish. A step smaller
      // than this uncertainty would be noise.
      const uncertaintyMs = (finishedAt - startedAt) / 2;
      const nextOffsetMs = databaseTime + uncertaintyMs - finishedAt;
      if (Math.abs(nextOffsetMs - offsetMs) > uncertaintyMs) offsetMs = nextOffsetMs;
    },
  };
}
