import type { Stop } from "../session/clock.ts";
import { watchPageCache } from "../session/page-cache.ts";

/** A channel to the other tabs of the browser profile. */
export interface TabChannel {
  /** Sends a message to all other tabs. */
  send(message: unknown): void;
  close(): void;
}

/** Handlers for the results of a request for a lock. */
export interface LockHandlers {
  /** This tab has the lock. */
  granted(): void;
  /** Another tab has stolen the lock. */
  lost(): void;
}

/** Port to what the tabs of one browser profile and origin share. */
export interface Tabs {
  /** Opens a channel. Returns null where the browser has none, or forbids it. */
  openChannel(name: string, onMessage: (message: unknown) => void): TabChannel | null;
  /**
   * Waits for a lock. With `steal`, takes it from its holder at once. The result releases it, or
   * ends the wait. Where the browser has no locks, or forbids them, no handler runs.
   */
  requestLock(name: string, options: { steal: boolean }, handlers: LockHandlers): Stop;
  /**
   * Runs `enter` when this tab goes to the back/forward cache, in which no code runs, and `leave`
   * when it is back.
   */
  watchPageCache(handlers: { readonly enter: () => void; readonly leave: () => void }): Stop;
}

/** Firefox throws on pages that may store nothing, such as in a frame of another website. */
function tryToOpen(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

/** The browser's BroadcastChannel and Web Locks. Pages without a secure address have no locks. */
export const browserTabs: Tabs = {
  openChannel: (name, onMessage) => {
    const channel = tryToOpen(name);
    if (!channel) return null;
    channel.addEventListener("message", ({ data }) => onMessage(data));
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it has no target
      send: (message) => channel.postMessage(message),
      close: () => channel.close(),
    };
  },
  requestLock: (name, { steal }, { granted, lost }) => {
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    if (!locks) return () => {};
    const waiting = new AbortController();
    let isGranted = false;
    let isReleased = false;
    let release: Stop = () => {};
    const hold = (): Promise<void> => {
      isGranted = true;
      granted();
      return new Promise((resolve) => {
        if (isReleased) resolve();
        else release = resolve;
      });
    };
    // A request that steals can't have a signal.
    locks.request(name, steal ? { steal } : { signal: waiting.signal }, hold).catch(() => {
      if (isGranted && !isReleased) lost();
    });
    return () => {
      isReleased = true;
      waiting.abort();
      release();
    };
  },
  watchPageCache,
};
