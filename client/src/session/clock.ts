/** Stops what a start began. Calling it twice does nothing. */
export type Stop = () => void;

/** Time and chance, as a port. */
export interface ClientClock {
  /** Monotonic ms from an arbitrary start. */
  monotonic(): number;
  /**
   * This machine's idea of the time in ms since the epoch; used only until the server has said what
   * time it is.
   */
  wall(): number;
  /** Runs the task once in so many ms. */
  after(ms: number, task: () => void): Stop;
  /** From 0 up to 1. */
  random(): number;
}

/** The real clock of browsers and Node. */
export const systemClock: ClientClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
