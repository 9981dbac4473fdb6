import type { ClientClock, Stop } from "../../session/clock.ts";
import type { DevicePort } from "./browser-devices.ts";

/**
 * Times in ms between two lists where the browser does not report all changes: while devices are
 * used or shown, and at other times.
 */
const listAgainMs = { closely: 2_000, idly: 10_000 };

/** Those who follow the devices. */
export interface Followers {
  /** Follows the devices, so that a listener learns of changes. The result ends that. */
  add(listener: () => void): Stop;
  /** Lists the devices now, and often while somebody follows them. The result ends that. */
  addClose(): Stop;
  /** Calls all listeners. */
  notify(): void;
}

/** Runs `list` when the devices may have changed, while somebody follows them. */
export function createFollowers(port: DevicePort, clock: ClientClock, list: () => void): Followers {
  const listeners = new Set<() => void>();
  let closeFollowers = 0;
  let unwatch: Stop = () => {};
  let cancel: Stop = () => {};
  function listLater(): void {
    cancel();
    if (port.reportsChanges || listeners.size === 0) return;
    cancel = clock.after(closeFollowers > 0 ? listAgainMs.closely : listAgainMs.idly, () => {
      list();
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
