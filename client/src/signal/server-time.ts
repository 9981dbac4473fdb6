import type { ClientClock } from "./clock.ts";

/** Server time by this device's monotonic clock. */
export interface ServerTime {
  /** Server time in ms since the epoch. */
  now(): number;
  /** Takes in a reply's `serverTime`. */
  learn(serverTime: string): void;
}

/** A sample this much (ms) behind the others is no slow reply: the monotonic clock ran on, or the server's was set. */
const credibleDelay = 2_000;

/** Keeps the offset from the monotonic clock to the server's. The least delayed reply is the truest, so the greatest offset wins. */
export function createServerTime(clock: ClientClock): ServerTime {
  let offset = clock.wall() - clock.monotonic();
  let known = false;
  return {
    now: () => clock.monotonic() + offset,
    learn: (serverTime) => {
      const sample = Date.parse(serverTime) - clock.monotonic();
      if (!known || sample > offset || offset - sample > credibleDelay) offset = sample;
      known = true;
    },
  };
}
