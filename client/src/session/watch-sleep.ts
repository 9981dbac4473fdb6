import type { ClientClock, Stop } from "./clock.ts";

/** How often (ms) it looks. */
const every = 5_000;
/**
 * A gap this long (ms) between the two clocks was a sleep: the monotonic one stands still on most
 * machines.
 */
const nap = 5_000;
/**
 * A timer this late (ms) slept, where the monotonic clock goes on: browsers delay timers of hidden
 * pages by a minute at most.
 */
const late = 90_000;

/**
 * Wakes the client after the machine slept, which pages are not told of: sockets are dead without
 * knowing, leases are over.
 */
export const watchSleep = ({
  clock,
  wake,
}: {
  readonly clock: ClientClock;
  wake(): void;
}): Stop => {
  const gap = (): number => clock.wall() - clock.monotonic();
  let cancel: Stop = () => {};
  const watch = (): void => {
    const [gapBefore, before] = [gap(), clock.monotonic()];
    cancel = clock.after(every, () => {
      if (gap() - gapBefore > nap || clock.monotonic() - before > every + late) wake();
      watch();
    });
  };
  watch();
  return () => cancel();
};
