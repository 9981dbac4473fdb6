/** Waits for the turn to ring and calls back once it has come; the result gives the turn on. */
export type TakeTurn = (granted: () => void) => () => void;

const lockName = "synapse-voice.ring";

/**
 * Several tabs of one browser ring in turn, so that one is heard and not a choir; should that tab
 * close, the next one goes on.
 */
export const takeBrowserTurn: TakeTurn = (granted) => {
  // Only secure pages have locks. Without them each tab rings for itself.
  if (typeof navigator === "undefined" || navigator.locks === undefined) {
    granted();
    return () => undefined;
  }
  const waiting = new AbortController();
  let giveOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (giveOn = resolve));
  const hold = async (): Promise<void> => {
    granted();
    await held;
  };
  void navigator.locks.request(lockName, { signal: waiting.signal }, hold).catch(() => undefined);
  return () => {
    waiting.abort();
    giveOn();
  };
};
