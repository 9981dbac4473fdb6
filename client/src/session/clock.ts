/** Stops what was started. A second call does nothing. */
export type Stop = () => void;

/** Port for time and randomness. */
export interface ClientClock {
  /** Returns monotonic time in ms from an arbitrary start. */
  monotonic(): number;
  /**
   * Returns this machine's time in ms since the epoch. It is only used until the server has told
   * its time.
   */
  wall(): number;
  /** Runs the task once, after this many ms. The result cancels it. */
  after(delayMs: number, task: () => void): Stop;
  /** Returns a random number from 0 up to, but not including, 1. */
  random(): number;
}

/** The real clock, for browsers and Node. */
export const systemClock: ClientClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
