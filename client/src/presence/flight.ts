import type { Core } from "../state/core.ts";

/**
 * One request at a time, that can be given up; at the latest when its end has been waited for too
 * long.
 */
export function createFlight(
  { clock }: Core,
  patience: number,
): {
  busy(): boolean;
  start(task: (signal: AbortSignal) => Promise<void>): void;
  giveUp(): void;
  landed(): Promise<void>;
} {
  let current: AbortController | null = null;
  let landed: Promise<void> = Promise.resolve();
  return {
    busy: () => current !== null,
    start: (task) => {
      current = new AbortController();
      landed = task(current.signal).finally(() => (current = null));
    },
    giveUp: () => current?.abort(),
    landed: async () => {
      const cancel = clock.after(patience, () => current?.abort());
      await landed;
      cancel();
    },
  };
}
