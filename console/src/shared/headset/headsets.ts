import { loadChosen, saveChosen, type ChosenHeadset } from "./chosen-headsets.ts";
import {
  linkHeadset,
  type CallSignals,
  type HeadsetCommands,
  type HeadsetLink,
} from "./headset-link.ts";
import type { Hid, HidDevice } from "./hid.ts";
import { headsetFields } from "./report-fields.ts";

/**
 * A headset with buttons. `free`: plugged in, and not chosen. `failed`: chosen, and can't be
 * opened. `unplugged`: chosen, and used again once it is plugged in.
 */
export interface HeadsetView extends ChosenHeadset {
  readonly status: "connected" | "free" | "failed" | "unplugged";
}

/** The headsets of this computer that have buttons. */
export interface Headsets {
  getState(): readonly HeadsetView[];
  subscribe(listener: () => void): () => void;
  /** Uses the buttons of this headset, now and whenever it is plugged in. */
  connect(key: string): Promise<void>;
  disconnect(key: string): Promise<void>;
  /** Shows the state of the calls on all that are connected. */
  show(signals: CallSignals): void;
  /** Lets all of them go. */
  close(): Promise<void>;
}

interface HeadsetsDeps {
  readonly hid: Hid;
  readonly commands: HeadsetCommands;
  now(): number;
}

/** Returns the key of a model. All headsets of a model are used alike. */
const keyOf = ({ vendorId, productId }: HidDevice): string => `${vendorId}:${productId}`;
const nameOf = ({ productName }: HidDevice): string => productName || "Headset without a name";

/** Lists the headsets that are plugged in, and those that are chosen, each model once. */
function viewsOf(
  plugged: readonly HidDevice[],
  chosen: readonly ChosenHeadset[],
  failed: ReadonlySet<string>,
): HeadsetView[] {
  const names = new Map([
    ...chosen.map(({ key, name }) => [key, name] as const),
    ...plugged.map((device) => [keyOf(device), nameOf(device)] as const),
  ]);
  const pluggedKeys = new Set(plugged.map(keyOf));
  const chosenKeys = new Set(chosen.map(({ key }) => key));
  const statusOf = (key: string): HeadsetView["status"] => {
    if (!chosenKeys.has(key)) return "free";
    if (failed.has(key)) return "failed";
    return pluggedKeys.has(key) ? "connected" : "unplugged";
  };
  return [...names]
    .map(([key, name]) => ({ key, name, status: statusOf(key) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Connects the headsets that the person has chosen with the calls, also those plugged in later. */
export function openHeadsets({ hid, commands, now }: HeadsetsDeps): Headsets {
  const listeners = new Set<() => void>();
  const links = new Map<HidDevice, HeadsetLink>();
  const failed = new Set<string>();
  let chosen = loadChosen();
  let plugged: readonly HidDevice[] = [];
  let state: readonly HeadsetView[] = [];
  let signals: CallSignals | null = null;
  let isClosed = false;
  let work = Promise.resolve();

  const isChosen = (key: string): boolean => chosen.some((one) => one.key === key);
  const publish = (): void => {
    state = viewsOf(plugged, chosen, failed);
    for (const listener of listeners) listener();
  };
  const link = async (device: HidDevice): Promise<void> => {
    try {
      if (!device.opened) await device.open();
      const made = linkHeadset(device, commands, now);
      links.set(device, made);
      if (signals !== null) made.show(signals);
    } catch {
      failed.add(keyOf(device));
    }
  };
  /** Opens what is chosen and plugged in, and lets go of all else. */
  const update = async (): Promise<void> => {
    const devices = isClosed ? [] : await hid.getDevices();
    plugged = devices.filter((device) => headsetFields(device) !== null);
    const used = plugged.filter((device) => isChosen(keyOf(device)));
    for (const [device, old] of links)
      if (!used.includes(device)) {
        links.delete(device);
        // A headset that was unplugged can't be closed.
        await old.close().catch(() => undefined);
      }
    failed.clear();
    for (const device of used) if (!links.has(device)) await link(device);
    publish();
  };
  // One update after another, since each waits for the devices.
  const updateNext = (): Promise<void> => (work = work.then(update).catch(() => undefined));
  const onPlug = (): void => void updateNext();
  const choose = (next: readonly ChosenHeadset[]): Promise<void> => {
    chosen = next;
    saveChosen(next);
    return updateNext();
  };
  hid.addEventListener("connect", onPlug);
  hid.addEventListener("disconnect", onPlug);
  void updateNext();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    connect: (key) => {
      const { name } = state.find((one) => one.key === key) ?? { name: "" };
      return choose([...chosen.filter((one) => one.key !== key), { key, name }]);
    },
    disconnect: (key) => choose(chosen.filter((one) => one.key !== key)),
    show: (next) => {
      signals = next;
      for (const one of links.values()) one.show(next);
    },
    close: () => {
      isClosed = true;
      hid.removeEventListener("connect", onPlug);
      hid.removeEventListener("disconnect", onPlug);
      return updateNext();
    },
  };
}
