import type { DeviceList, DevicePort } from "../media/devices/browser-devices.ts";
import { createDevices, type Devices } from "../media/devices/devices.ts";
import type { ClientClock } from "../session/clock.ts";
import type { KeyValueStorage } from "../session/storage.ts";

/** Devices that a test plugs in and out. */
export interface FakeDevices extends Devices {
  /** Changes what is plugged in. Resolves once that is known. */
  plug(list: Partial<DeviceList>): Promise<void>;
}

/** Makes a port whose devices a test changes. */
export function createFakeDevicePort(
  initial: DeviceList,
  { reportsChanges = true }: { reportsChanges?: boolean } = {},
): DevicePort & {
  /** Changes what is plugged in, and tells those who watch. */
  plug(change: Partial<DeviceList>): void;
} {
  let list = initial;
  const watchers = new Set<() => void>();
  return {
    reportsChanges,
    list: async () => list,
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    plug: (change) => {
      list = { ...list, ...change };
      if (reportsChanges) for (const watcher of watchers) watcher();
    },
  };
}

/** The devices of a desk with a headset. */
export const deskDevices: DeviceList = {
  inputs: [
    { id: "desk", label: "Desk microphone" },
    { id: "headset", label: "Headset" },
  ],
  outputs: [
    { id: "loudspeaker", label: "Loudspeaker" },
    { id: "headset", label: "Headset" },
  ],
};

/** Makes devices without a browser. By default nothing is stored. */
export function createFakeDevices({
  list = deskDevices,
  storage = null,
  clock,
}: {
  list?: DeviceList;
  storage?: KeyValueStorage | null;
  clock?: ClientClock;
} = {}): FakeDevices {
  const port = createFakeDevicePort(list);
  const devices = createDevices({ port, storage, ...(clock === undefined ? {} : { clock }) });
  return {
    ...devices,
    plug: async (change) => {
      port.plug(change);
      await devices.refresh();
    },
  };
}
