import type { ClientClock, Stop } from "./clock.ts";

/** Time in ms between two checks. */
const checkIntervalMs = 5_000;
/** A gap this long in ms between wall and monotonic clock was sleep: most monotonic clocks stop. */
const minSleepMs = 5_000;
/**
 * A timer that is later than this many ms slept, if the monotonic clock runs during sleep.
 * Browsers delay timers of hidden pages by at most a minute.
 */
const maxTimerDelayMs = 90_000;

/**
 * Calls `wake` after the machine slept, as browsers don't tell pages. After a sleep, sockets may be
 * dead and leases over.
 */
export function watchSleep({ clock, wake }: { readonly clock: ClientClock; wake(): void }): Stop {
  const gap = (): number => clock.wall() - clock.monotonic();
  let cancel: Stop = () => {};
  const schedule = (): void => {
    const [gapBefore, before] = [gap(), clock.monotonic()];
    cancel = clock.after(checkIntervalMs, () => {
      const late = clock.monotonic() - before > checkIntervalMs + maxTimerDelayMs;
      if (gap() - gapBefore > minSleepMs || late) wake();
      schedule();
    });
  };
  schedule();
  return () => cancel();
}
