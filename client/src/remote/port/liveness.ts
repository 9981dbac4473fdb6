import type { ClientClock, Stop } from "../../session/clock.ts";

/** Time in ms between two pings. */
const pingIntervalMs = 2_000;
/**
 * Intervals without a message after which the other side counts as silent. They are counted one by
 * one, so that the single late timer after a sleep is one of them.
 */
const maxMissed = 3;

/** Watch over whether the other side still sends messages. */
export interface Liveness {
  /** Notes that a message arrived. */
  noteMessage(): void;
  readonly stop: Stop;
}

/**
 * Runs `onInterval` every 2 s. Reports false once three intervals pass without a message, and true
 * with the next message.
 */
export function watchLiveness(
  clock: ClientClock,
  onInterval: () => void,
  report: (isAlive: boolean) => void,
): Liveness {
  let missed = 0;
  const next = (): Stop =>
    clock.after(pingIntervalMs, () => {
      missed += 1;
      cancel = next();
      if (missed === maxMissed) report(false);
      onInterval();
    });
  let cancel = next();
  return {
    noteMessage: () => {
      const wasSilent = missed >= maxMissed;
      missed = 0;
      if (wasSilent) report(true);
    },
    stop: () => cancel(),
  };
}
