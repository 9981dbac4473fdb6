import type { ClientClock, Stop } from "../session/clock.ts";

/** Timers by name. */
export interface NamedTimers {
  /** Runs the task once after a delay. It replaces the timer of the same name. */
  set(name: string, delayMs: number, task: () => void): void;
  /** Cancels the timer of this name; all timers without a name. */
  cancel(name?: string): void;
}

/** Makes timers. */
export function createNamedTimers(clock: ClientClock): NamedTimers {
  const timers = new Map<string, Stop>();
  const cancel = (name?: string): void => {
    for (const [each, stop] of timers) if (name === undefined || name === each) stop();
  };
  return {
    cancel,
    set: (name, delayMs, task) => {
      cancel(name);
      timers.set(name, clock.after(Math.max(0, delayMs), task));
    },
  };
}
