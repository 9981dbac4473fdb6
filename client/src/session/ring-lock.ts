/**
 * Waits for the lock that lets one tab ring, and calls back once this tab has it. Returns a
 * function that releases the lock, or stops waiting for it.
 */
export type AcquireRingLock = (onAcquired: () => void) => () => void;

const lockName = "synapse-voice.ring";

/**
 * Takes the lock from the browser, so that only one of several tabs rings. When that tab closes or
 * stops, the next one rings. Pages without Web Locks (insecure ones) ring each for itself.
 */
export const acquireBrowserLock: AcquireRingLock = (onAcquired) => {
  if (typeof navigator === "undefined" || navigator.locks === undefined) {
    onAcquired();
    return () => undefined;
  }
  const waiting = new AbortController();
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const keepUntilReleased = async (): Promise<void> => {
    onAcquired();
    await released;
  };
  void navigator.locks
    .request(lockName, { signal: waiting.signal }, keepUntilReleased)
    .catch(() => undefined);
  return () => {
    waiting.abort();
    release();
  };
};
