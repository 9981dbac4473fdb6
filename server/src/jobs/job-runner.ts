import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";

/** Something to do from time to time. */
export interface Chore {
  readonly name: string;
  /** Ms between two times. */
  readonly every: number;
  /** True for what may take long: it and the others don't hold one another up. */
  readonly apart?: boolean;
  run(): Promise<void>;
}

/** Chores that are done one after another, again and again. */
export interface Lane {
  start(): void;
  /**
   * One round, for tests and for `start`. Never fails: what it can't do now it does in a later
   * round.
   */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

const rhythm = 1_000;

export function createLane(
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  chores: readonly Chore[],
): Lane {
  const lastRun = new Map<string, number>();
  let stopped = false;
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    for (const { name, every, run } of chores) {
      if (stopped) return;
      const pause = clock.now() - (lastRun.get(name) ?? -Infinity);
      // A negative one: the clock was set back.
      if (pause >= 0 && pause < every) continue;
      lastRun.set(name, clock.now());
      try {
        await run();
      } catch (error) {
        const mediaAway = error instanceof MediaUnavailable;
        const databaseAway = !mediaAway && isDatabaseDown(error);
        log.warn(
          {
            chore: name,
            ...(mediaAway || databaseAway ? { cause: error.message } : { err: error }),
          },
          "sweep failed, the next one tries again",
        );
        if (databaseAway) return;
      }
    }
  }
  function next(): void {
    running = sweep().finally(() => {
      if (!stopped) cancel = clock.after(rhythm, next);
    });
  }
  return {
    start: next,
    sweep,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
