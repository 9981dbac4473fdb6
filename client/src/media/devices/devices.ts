import { type ClientClock, type Stop, systemClock } from "../../session/clock.ts";
import { browserStorage, type KeyValueStorage } from "../../session/storage.ts";
import type { NamedDevice } from "../port/media-port.ts";
import { createFollowers } from "./follow-devices.ts";
import { browserDevices, type DeviceList, type DevicePort } from "./browser-devices.ts";
import {
  createDeviceChoices,
  deviceRoles,
  findDevice,
  type DeviceChoices,
  type DeviceRole,
} from "./device-choices.ts";

/** A change of a device that the person did not ask for. */
export interface DeviceChange {
  /**
   * `replaced`: the chosen device is gone, and the system's own is used. `restored`: it is back,
   * and in use.
   */
  readonly type: "replaced" | "restored";
  /** The browser's name of the chosen device; "" where it has none. */
  readonly label: string;
}

/** The device of one role. */
export interface DeviceUse {
  /** The device that the person chose; null for the system's own, or for no second ringer. */
  readonly chosen: NamedDevice | null;
  /** Id of the device that is used: "" for the system's own, null for no second ringer. */
  readonly usedId: string | null;
  /** `replaced` while the chosen device is gone, `restored` for 10 s after that; else null. */
  readonly change: DeviceChange | null;
}

/** Devices that can be chosen, and those that are used. */
export interface DevicesState extends DeviceList {
  readonly uses: Readonly<Record<DeviceRole, DeviceUse>>;
}

/**
 * Microphone, speaker and ringers of this device. `getState` and `subscribe` fit React's
 * `useSyncExternalStore`. Devices are followed while somebody subscribes.
 */
export interface Devices {
  getState(): DevicesState;
  subscribe(listener: () => void): Stop;
  /**
   * Follows the devices closely while they are used or shown: a change is known within 2 s also
   * where the browser does not report it. At other times it takes up to a minute, and only chosen
   * devices are followed. The result ends that.
   */
  followClosely(): Stop;
  /** Chooses a device. Null for the system's own, or for no second ringer. */
  choose(role: DeviceRole, id: string | null): void;
  /** Lists the devices again, for example once the browser names them. */
  refresh(): Promise<void>;
}

/** Dependencies of the devices; those of the browser by default. */
export interface DevicesDeps {
  readonly port?: DevicePort;
  readonly storage?: KeyValueStorage | null;
  readonly clock?: ClientClock;
}

/** Time in ms for which a chosen device counts as just restored. */
const restoredMs = 10_000;

const listOf = (role: DeviceRole, { inputs, outputs }: DeviceList): readonly NamedDevice[] =>
  role === "microphone" ? inputs : outputs;

/** Returns the device of a role. If the chosen one is listed by another id, stores that. */
function deviceUse(
  role: DeviceRole,
  {
    choices,
    devices,
    isRestored,
  }: { choices: DeviceChoices; devices: readonly NamedDevice[]; isRestored: boolean },
): DeviceUse {
  const stored = choices.get(role);
  const found = stored && findDevice(stored, devices);
  if (found && (found.id !== stored.id || found.label !== stored.label)) choices.set(role, found);
  const chosen = found ?? stored;
  const ownId = role === "second-ringer" ? null : "";
  if (chosen === null) return { chosen, usedId: ownId, change: null };
  const { id, label } = chosen;
  // Before the browser names devices, the chosen one is taken to be there.
  if (found === null && devices.length > 0)
    return { chosen, usedId: ownId, change: { type: "replaced", label } };
  return { chosen, usedId: id, change: isRestored ? { type: "restored", label } : null };
}

/** Returns true if the chosen device was gone, and is there again. */
const isBack = (before: DeviceUse, now: DeviceUse): boolean =>
  before.change?.type === "replaced" &&
  now.change === null &&
  before.chosen?.label === now.chosen?.label;

/** Makes the devices of this page. */
export function createDevices({
  port = browserDevices,
  storage = browserStorage("localStorage"),
  clock = systemClock,
}: DevicesDeps = {}): Devices {
  const choices = createDeviceChoices(storage);
  const followers = createFollowers({
    port,
    clock,
    hasChoice: () => deviceRoles.some((role) => choices.get(role) !== null),
    list: () => void refresh(),
  });
  const restored = new Map<DeviceRole, Stop>();
  let list: DeviceList = { inputs: [], outputs: [] };
  /** Numbers of the newest list that was asked for, and of the one in use. */
  const lists = { asked: 0, used: 0 };

  const useOf = (role: DeviceRole): DeviceUse =>
    deviceUse(role, { choices, devices: listOf(role, list), isRestored: restored.has(role) });
  const read = (): DevicesState => ({
    ...list,
    uses: {
      microphone: useOf("microphone"),
      speaker: useOf("speaker"),
      ringer: useOf("ringer"),
      "second-ringer": useOf("second-ringer"),
    },
  });
  const forget = (role: DeviceRole): void => {
    restored.get(role)?.();
    restored.delete(role);
  };
  let state = read();
  function update(): void {
    const before = state;
    state = read();
    for (const role of deviceRoles) {
      // One that is gone again is news once more when it is back.
      if (state.uses[role].change?.type === "replaced") forget(role);
      if (!isBack(before.uses[role], state.uses[role])) continue;
      const expire = (): void => {
        forget(role);
        update();
      };
      restored.set(role, clock.after(restoredMs, expire));
    }
    state = read();
    if (JSON.stringify(before) === JSON.stringify(state)) state = before;
    else followers.notify();
  }
  async function refresh(): Promise<void> {
    const number = (lists.asked += 1);
    const found = await port.list().catch(() => null);
    // A newer one may be under way: on a slow machine there always is.
    if (found === null || number < lists.used) return;
    lists.used = number;
    list = found;
    update();
  }

  return {
    getState: () => state,
    subscribe: followers.add,
    followClosely: followers.addClose,
    choose: (role, id) => {
      const device = listOf(role, list).find((one) => one.id === id);
      forget(role);
      choices.set(role, id ? (device ?? { id, label: "" }) : null);
      update();
    },
    refresh,
  };
}
