import type { ClientClock, Stop } from "../../session/clock.ts";
import type { DevicePort } from "./browser-devices.ts";

/**
 * Times in ms between two lists where the browser does not report all changes: while devices are
 * used or shown, and at other times. Chromium starts a process for each list, which takes 70 ms of
 * processor time and ends after some seconds.
 */
const listAgainMs = { closely: 2_000, idly: 60_000 };

/** Those who follow the devices. */
export interface Followers {
  /** Follows the devices, so that a listener learns of changes. The result ends that. */
  add(listener: () => void): Stop;
  /** Lists the devices now, and often while somebody follows them. The result ends that. */
  addClose(): Stop;
  /** Calls all listeners. */
  notify(): void;
}

/** Dependencies of the followers. */
export interface FollowersDeps {
  readonly port: DevicePort;
  readonly clock: ClientClock;
  /** True if the person chose a device, which may be gone. */
  hasChoice(): boolean;
  list(): void;
}

/** Runs `list` when the devices may have changed, while somebody follows them. */
export function createFollowers({ port, clock, hasChoice, list }: FollowersDeps): Followers {
  const listeners = new Set<() => void>();
  let closeFollowers = 0;
  let unwatch: Stop = () => {};
  let cancel: Stop = () => {};
  function listLater(): void {
    cancel();
    if (port.reportsChanges || listeners.size === 0) return;
    cancel = clock.after(closeFollowers > 0 ? listAgainMs.closely : listAgainMs.idly, () => {
      if (closeFollowers > 0 || hasChoice()) list();
      listLater();
    });
  }
  return {
    add: (listener) => {
      // A listener of its own for each subscription, so that each ends by itself.
      const added = (): void => listener();
      listeners.add(added);
      if (listeners.size === 1) {
        unwatch = port.watch(list);
        list();
        listLater();
      }
      return () => {
        if (!listeners.delete(added) || listeners.size > 0) return;
        unwatch();
        cancel();
      };
    },
    addClose: () => {
      closeFollowers += 1;
      if (closeFollowers === 1 && !port.reportsChanges && listeners.size > 0) {
        list();
        listLater();
      }
      let isFollowing = true;
      return () => {
        if (!isFollowing) return;
        isFollowing = false;
        closeFollowers -= 1;
      };
    },
    notify: () => {
      for (const listener of listeners) listener();
    },
  };
}
