import type { ClientClock, Stop } from "../session/clock.ts";
import type { Tabs } from "./browser-tabs.ts";

/** Message that asks the tab that listens for a sign of life. All other messages are replies. */
const ping = 0;
/** Shortest time in ms between two ticks. A random time up to the same length is added. */
const tickMs = 2_000;
/** Ticks without a message after which a tab asks whether the one that listens is still there. */
const ticksBeforePing = 2;
/** Ticks without a message, after 6 to 12 s, after which a tab listens itself. */
const ticksBeforeTakeover = 3;

/** Role of a tab among several. */
export interface TabRole {
  /** This tab listens for all tabs from now on. */
  lead(): void;
  /** Another tab listens from now on. */
  follow(): void;
  /** The tab that listens has sent a message. */
  hear(message: unknown): void;
  /** Returns the sign of life for other tabs; null while nothing reaches this tab. */
  signOfLife(): unknown;
}

/** A tab among those that listen together. */
export interface TabMember {
  /** Sends a message to all other tabs. */
  post(message: unknown): void;
  /**
   * Asks at once whether the tab that listens is still there. Returns false if this tab is the one
   * that listens.
   */
  check(): boolean;
  leave(): void;
}

/** The lock of the tab that listens. */
interface TabLock {
  /** Returns true while this tab has it. */
  isHeld(): boolean;
  request(options: { steal: boolean }): void;
  /** Gives it up for good. */
  release(): void;
}

/** Makes the lock; `changed` runs when this tab gets or loses it. */
function createTabLock(name: string, tabs: Tabs, changed: (isHeld: boolean) => void): TabLock {
  let isHeld = false;
  let isReleased = false;
  const releases: Stop[] = [];
  const set = (next: boolean): void => {
    isHeld = next;
    changed(next);
  };
  const request = (options: { steal: boolean }): void => {
    const lost = (): void => {
      if (isReleased) return;
      set(false);
      request({ steal: false });
    };
    releases.push(tabs.requestLock(name, options, { granted: () => set(true), lost }));
  };
  return {
    isHeld: () => isHeld,
    request,
    release: () => {
      isReleased = true;
      for (const release of releases) release();
    },
  };
}

/**
 * Joins the tabs of one person, of which one listens for all: the one that has the lock. When it
 * closes, the browser passes the lock on. When it hangs, is frozen, or nothing reaches it, it gives
 * no sign of life, and another tab steals the lock. Without locks, the first tab that hears no
 * other one listens.
 *
 * The widget's button does the same in fewer bytes (`widget/src/loader/listen.ts`). Tabs of both
 * kinds listen together, so keep the two in step. Both pass the same tests (`testing/tabs`).
 */
export function joinTabs(name: string, tabs: Tabs, clock: ClientClock, role: TabRole): TabMember {
  let leading = false;
  let left = false;
  let silentTicks = 0;
  let cancelTick: Stop = () => {};

  function setLeading(next: boolean): void {
    if (left || next === leading) return;
    leading = next;
    silentTicks = 0;
    schedule();
    if (next) role.lead();
    else role.follow();
  }
  const lock = createTabLock(name, tabs, setLeading);
  const channel = tabs.openChannel(name, (message) => {
    if (left) return;
    if (message === ping) {
      const sign = leading ? role.signOfLife() : null;
      if (sign !== null) channel?.send(sign);
      return;
    }
    silentTicks = 0;
    // Two tabs that took over at the same time.
    if (leading && !lock.isHeld()) setLeading(false);
    if (!leading) role.hear(message);
  });

  function tick(): void {
    silentTicks++;
    if (silentTicks >= ticksBeforeTakeover) {
      setLeading(true);
      channel?.send(role.signOfLife());
      return lock.request({ steal: true });
    }
    if (silentTicks === ticksBeforePing) channel?.send(ping);
    schedule();
  }
  function schedule(): void {
    cancelTick();
    if (!leading && !left) cancelTick = clock.after(tickMs * (1 + clock.random()), tick);
  }
  const check = (): boolean => {
    if (leading || left) return false;
    silentTicks = ticksBeforePing;
    channel?.send(ping);
    return true;
  };

  if (channel) {
    lock.request({ steal: false });
    check();
    schedule();
  } else setLeading(true);

  return {
    post: (message) => channel?.send(message),
    check,
    leave: () => {
      left = true;
      cancelTick();
      lock.release();
      channel?.close();
    },
  };
}
