import type { ClientClock } from "../session/clock.ts";

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends ClientClock {
  /**
   * Lets so many ms pass, with every timer due on the way, and lets promises settle. Without a
   * number only the latter.
   */
  advance(ms?: number): Promise<void>;
  /**
   * The machine sleeps for so many ms: no timer runs. Its monotonic clock stands still meanwhile,
   * or (`monotonicToo`) goes on, so that timers are late.
   */
  sleep(ms: number, options?: { monotonicToo: boolean }): void;
  /** Timers that still wait. */
  pending(): number;
}

/** Lets everything that waits for nothing but promises run. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Monotonic time starts at 1,000 ms; `wall` is what the machine wrongly or rightly believes. */
export function createFakeClock(wall = Date.parse("2026-01-01T09:00:00.000Z")): FakeClock {
  let now = 1_000;
  let slept = 0;
  const timers = new Set<{ at: number; task: () => void }>();
  const dueBy = (end: number): { at: number; task: () => void } | undefined =>
    [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    monotonic: () => now,
    wall: () => wall + now - 1_000 + slept,
    random: () => 0.5,
    after: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    sleep: (ms, { monotonicToo } = { monotonicToo: false }) => {
      if (monotonicToo) now += ms;
      else slept += ms;
    },
    pending: () => timers.size,
    advance: async (ms = 0) => {
      const end = now + ms;
      await settle();
      for (let timer = dueBy(end); timer; timer = dueBy(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.task();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
