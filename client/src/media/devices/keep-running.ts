import { systemClock, type ClientClock, type Stop } from "../../session/clock.ts";

/** Time in ms between two looks at a context. */
const lookIntervalMs = 1_000;

/** The parts of Web Audio's context that are used. */
export type RunningContext = Pick<AudioContext, "currentTime" | "suspend" | "resume">;

/**
 * Starts a context again that has stopped by itself, as when Chromium's audio process ends. It may
 * then be suspended, or stand still and say that it runs. Leaves a context alone that has not
 * begun, since it waits for a click. Returns a function that ends this.
 */
export function keepRunning(context: RunningContext, clock: ClientClock = systemClock): Stop {
  let lastSeconds = 0;
  const restart = async (): Promise<void> => {
    await context.suspend();
    await context.resume();
  };
  const look = (): void => {
    const { currentTime } = context;
    // After a failure, the next look tries again.
    if (currentTime > 0 && currentTime === lastSeconds) restart().catch(() => undefined);
    lastSeconds = currentTime;
    cancel = clock.after(lookIntervalMs, look);
  };
  let cancel = clock.after(lookIntervalMs, look);
  return () => cancel();
}
