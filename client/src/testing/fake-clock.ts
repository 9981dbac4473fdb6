import type { ClientClock } from "../session/clock.ts";

/** A clock that a test moves. */
export interface FakeClock extends ClientClock {
  /**
   * Moves the time on by this many ms, runs every timer that is due on the way, and flushes
   * promises. Without a number it only flushes promises.
   */
  advance(ms?: number): Promise<void>;
  /**
   * Lets the machine sleep for this many ms: no timer runs. The monotonic clock stops meanwhile.
   * With `monotonicToo` it goes on, so that timers are late.
   */
  sleep(ms: number, options?: { monotonicToo: boolean }): void;
  /** Returns the number of timers that have not run. */
  pending(): number;
}

/** Lets all promises run that wait for no timer. */
const flushPromises = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Makes a clock. Monotonic time starts at 1,000 ms; `wall` is the machine's time, right or wrong. */
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
      await flushPromises();
      for (let timer = dueBy(end); timer; timer = dueBy(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.task();
        await flushPromises();
      }
      now = end;
      await flushPromises();
    },
  };
}
