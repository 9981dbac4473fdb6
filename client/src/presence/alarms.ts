import type { Stop } from "../session/clock.ts";
import type { Core } from "../state/core.ts";

/** Timers by name: setting one again replaces it. */
export function createAlarms({ clock }: Core): {
  set(name: string, ms: number, task: () => void): void;
  cancel(name?: string): void;
} {
  const set = new Map<string, Stop>();
  const cancel = (name?: string): void => {
    for (const [each, stop] of set) if (name === undefined || name === each) stop();
  };
  return {
    cancel,
    set: (name, ms, task) => {
      cancel(name);
      set.set(name, clock.after(Math.max(0, ms), task));
    },
  };
}
