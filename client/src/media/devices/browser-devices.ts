import type { Stop } from "../../session/clock.ts";
import type { NamedDevice } from "../port/media-port.ts";

/** Devices of this machine. Both lists are empty where the browser names none. */
export interface DeviceList {
  readonly inputs: readonly NamedDevice[];
  readonly outputs: readonly NamedDevice[];
}

/** Port to the devices of this machine. */
export interface DevicePort {
  /**
   * False where `watch` misses changes. Chromium 156 learns of devices from udev on Linux, which
   * knows nothing of those that PulseAudio or PipeWire add, such as Bluetooth headsets. It then
   * reports a change only to those who list devices, and to their page as "devicechange".
   */
  readonly reportsChanges: boolean;
  list(): Promise<DeviceList>;
  /** Runs the listener when devices or choices of another page may have changed. */
  watch(listener: () => void): Stop;
}

/** Entries of Chromium for the device that the system uses. They repeat one of the others. */
const pseudoIds: ReadonlySet<string> = new Set(["", "default", "communications"]);

const isLinux = (): boolean => /Linux(?!; Android)/u.test(globalThis.navigator?.userAgent ?? "");

/** Devices of the browser. */
export const browserDevices: DevicePort = {
  get reportsChanges() {
    return !isLinux();
  },
  list: async () => {
    const found = (await globalThis.navigator?.mediaDevices?.enumerateDevices?.()) ?? [];
    const named = (wanted: MediaDeviceKind): NamedDevice[] =>
      found
        .filter(({ kind, deviceId }) => kind === wanted && !pseudoIds.has(deviceId))
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    return { inputs: named("audioinput"), outputs: named("audiooutput") };
  },
  watch: (listener) => {
    const watching = new AbortController();
    const { signal } = watching;
    globalThis.navigator?.mediaDevices?.addEventListener?.("devicechange", listener, { signal });
    globalThis.window?.addEventListener?.("storage", listener, { signal });
    return () => watching.abort();
  },
};
