import type { ClientClock } from "./clock.ts";

/** Server time by this device's monotonic clock. */
export interface ServerTime {
  /** Server time in ms since the epoch. */
  now(): number;
  /** Takes in a reply's `serverTime`. */
  learn(serverTime: string): void;
}

/**
 * A sample this much (ms) behind the others is no slow reply: the monotonic clock ran on, or the
 * server's was set.
 */
const credibleDelay = 2_000;

/**
 * Keeps the offset from the monotonic clock to the server's. The least delayed reply is the truest,
 * so the greatest offset wins. The monotonic clock of most machines stands still while they sleep:
 * what the other clock gained on it since the last reply counts as slept through, until the next
 * reply says better.
 */
export function createServerTime(clock: ClientClock): ServerTime {
  const gap = (): number => clock.wall() - clock.monotonic();
  let offset = gap();
  let lastGap = offset;
  let known = false;
  return {
    now: () => {
      const slept = gap() - lastGap;
      return clock.monotonic() + offset + (slept > credibleDelay ? slept : 0);
    },
    learn: (serverTime) => {
      const sample = Date.parse(serverTime) - clock.monotonic();
      if (!known || sample > offset || offset - sample > credibleDelay) offset = sample;
      known = true;
      lastGap = gap();
    },
  };
}
