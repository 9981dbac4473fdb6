import type { Clock } from "@synapse-voice/platform/clock";
import { messageOf } from "@synapse-voice/platform/errors";
import type { Logger } from "pino";

export interface BeatOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervalMs: number;
  /** Works with the database. An error means that it can't be used. */
  work(): Promise<void>;
}

/** Does work again and again, never twice at once: after each interval, and when it is woken. */
export function createBeat({ clock, log, intervalMs, work }: BeatOptions) {
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;
  let isDatabaseAway = false;
  let cancelTimer: () => void = () => undefined;

  async function beat(): Promise<void> {
    try {
      await work();
      if (isDatabaseAway) log.info("the database is back");
      isDatabaseAway = false;
    } catch (error) {
      if (!isDatabaseAway)
        log.warn({ cause: messageOf(error) }, "the database can't be used; recordings go on");
      isDatabaseAway = true;
    }
  }

  function wake(): void {
    isWoken = true;
    if (running || isStopped) return;
    cancelTimer();
    isWoken = false;
    running = beat().finally(() => {
      running = null;
      if (!isStopped) cancelTimer = clock.after(isWoken ? 0 : intervalMs, wake);
    });
  }

  return {
    wake,
    /** Resolves when no work is being done any more. */
    async stop(): Promise<void> {
      isStopped = true;
      cancelTimer();
      await running;
    },
  };
}
