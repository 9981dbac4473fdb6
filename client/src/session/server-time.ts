import type { ClientClock } from "./clock.ts";

/** Server time, measured by this device's monotonic clock. */
export interface ServerTime {
  /** Returns server time in ms since the epoch. */
  now(): number;
  /** Corrects the time by a reply's `serverTime`. */
  sync(serverTime: string): void;
}

/**
 * A reply that differs more than this many ms from the ones before was not just slow: this device
 * slept, or the server's clock was set.
 */
const maxReplyDelayMs = 2_000;

/**
 * A greater gain in ms of the wall clock over the monotonic one is a sleep, or the wall clock was
 * set. Network time corrects a clock by less than 1 ms a second.
 */
const maxClockDriftMs = 250;

/**
 * Keeps the offset from the monotonic clock to the server's. The greatest offset wins, as it comes
 * from the reply with the least delay. Most monotonic clocks stop while the machine sleeps. The
 * gain of the wall clock since the last reply counts as sleep until the next reply corrects it.
 */
export function createServerTime(clock: ClientClock): ServerTime {
  const gap = (): number => clock.wall() - clock.monotonic();
  let offset = gap();
  let lastGap = offset;
  let known = false;
  return {
    now: () => {
      const sleptMs = gap() - lastGap;
      return clock.monotonic() + offset + (sleptMs > maxClockDriftMs ? sleptMs : 0);
    },
    sync: (serverTime) => {
      const sample = Date.parse(serverTime) - clock.monotonic();
      if (!known || sample > offset || offset - sample > maxReplyDelayMs) offset = sample;
      known = true;
      lastGap = gap();
    },
  };
}
