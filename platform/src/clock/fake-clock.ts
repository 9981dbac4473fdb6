import type { Clock } from "./clock.ts";

/** A clock for tests. It stands still until the test advances it. */
export interface FakeClock extends Clock {
  /** Advances the time and runs the timers that fall due, in their order. */
  advance(ms: number): void;
}

export function createFakeClock(startAt = Date.parse("2026-01-01T09:00:00.000Z")): FakeClock {
  let now = startAt;
  let timers: { at: number; work: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, work) {
      const timer = { at: now + delayMs, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = next.at;
        next.work();
      }
      now = until;
    },
  };
}
