import type { ClientClock, Stop } from "../../session/clock.ts";

/** Time in ms between two pings. */
const pingIntervalMs = 2_000;
/**
 * Intervals without a message after which the other side counts as silent. The last one is counted
 * by itself, so that a timer that is late after a sleep leaves one.
 */
const maxMissed = 3;

/** Watch over whether the other side still sends messages. */
export interface Liveness {
  /** Notes that a message arrived. */
  noteMessage(): void;
  readonly stop: Stop;
}

/**
 * Runs `ping` every 2 s. Reports false once three intervals pass without a message, and true with
 * the next message.
 */
export function sendPings(
  clock: ClientClock,
  ping: () => void,
  report: (isAlive: boolean) => void,
): Liveness {
  let missed = 0;
  const next = (): Stop =>
    clock.after(pingIntervalMs, () => {
      missed += 1;
      cancel = next();
      if (missed === maxMissed) report(false);
      ping();
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

/**
 * Reports false once the pings stay away for three intervals, and true with the next message. While
 * messages arrive, no timer of it runs, as each message sets it anew.
 */
export function awaitPings(clock: ClientClock, report: (isAlive: boolean) => void): Liveness {
  let isSilent = false;
  const wait = (): Stop =>
    clock.after((maxMissed - 1) * pingIntervalMs, () => {
      cancel = clock.after(pingIntervalMs, () => {
        isSilent = true;
        report(false);
      });
    });
  let cancel = wait();
  return {
    noteMessage: () => {
      cancel();
      cancel = wait();
      if (!isSilent) return;
      isSilent = false;
      report(true);
    },
    stop: () => cancel(),
  };
}
