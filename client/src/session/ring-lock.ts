import { watchPageCache } from "./page-cache.ts";

/**
 * Waits for the lock that lets one tab ring, and calls back once this tab has it. Returns a
 * function that releases the lock, or stops waiting for it.
 */
export type AcquireRingLock = (onAcquired: () => void) => () => void;

const lockName = "synapse-voice.ring";

/** Requests the lock. The result releases it, or ends the wait. A refusal counts as the lock. */
function requestLock(locks: LockManager, onAcquired: () => void): () => void {
  const waiting = new AbortController();
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const keepUntilReleased = async (): Promise<void> => {
    onAcquired();
    await released;
  };
  locks.request(lockName, { signal: waiting.signal }, keepUntilReleased).catch(() => {
    if (!waiting.signal.aborted) onAcquired();
  });
  return () => {
    waiting.abort();
    release();
  };
}

/**
 * Takes the lock from the browser, so that only one of several tabs rings. When that tab closes,
 * stops or goes to the back/forward cache, the next one rings. Pages without Web Locks (insecure
 * ones), and pages to which the browser refuses them (where it blocks the site's data), ring each
 * for itself.
 */
export const acquireBrowserLock: AcquireRingLock = (onAcquired) => {
  if (typeof navigator === "undefined" || navigator.locks === undefined) {
    onAcquired();
    return () => undefined;
  }
  const { locks } = navigator;
  let hasRung = false;
  const request = () =>
    requestLock(locks, () => {
      // A page that comes out of the cache goes on with the sound that it had.
      if (hasRung) return;
      hasRung = true;
      onAcquired();
    });
  let release = request();
  const stopWatching = watchPageCache({
    enter: () => release(),
    leave: () => (release = request()),
  });
  return () => {
    stopWatching();
    release();
  };
};
