/** Time and timers, in milliseconds. Rules take `now()` as a parameter; nothing else reads a clock. */
export interface Clock {
  /** Milliseconds since the epoch, as the database counts them. */
  now(): number;
  /** Runs `work` once after `delay` ms; the returned function prevents it. */
  after(delay: number, work: () => void): () => void;
}

/** A clock kept in step with another, such as the database's. */
export interface SyncedClock extends Clock {
  /**
   * Asks once how late it is there. Throws what the question throws; the clock goes on with what it
   * knew.
   */
  synchronise(): Promise<void>;
}

const monotonic = (): number => performance.now();

/**
 * The real clock. `askTime` answers the database's time in ms; between questions the process's
 * monotonic clock counts on, so that a changed system time of this machine moves nothing. Until the
 * first answer it shows this machine's time.
 */
export function createDatabaseClock(askTime: () => Promise<number>): SyncedClock {
  let offset = Date.now() - monotonic();
  return {
    now: () => Math.round(monotonic() + offset),
    after(delay, work) {
      const timer = setTimeout(work, delay);
      return () => clearTimeout(timer);
    },
    async synchronise() {
      const asked = monotonic();
      const theirs = await askTime();
      const answered = monotonic();
      // The answer was true somewhere between question and reply; a step smaller than that doubt
      // would be noise.
      const doubt = (answered - asked) / 2;
      const next = theirs + doubt - answered;
      if (Math.abs(next - offset) > doubt) offset = next;
    },
  };
}
