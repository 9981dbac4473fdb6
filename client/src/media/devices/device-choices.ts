import * as v from "valibot";
import type { KeyValueStorage } from "../../session/storage.ts";
import type { NamedDevice } from "../port/media-port.ts";

/** Uses of a device for which a person chooses one. */
export const deviceRoles = ["microphone", "speaker", "ringer", "second-ringer"] as const;

/**
 * Use of a device. `ringer` plays incoming calls, and `second-ringer` does so, too, if one is
 * chosen. `speaker` plays everything else.
 */
export type DeviceRole = (typeof deviceRoles)[number];

/** The devices that a person chose. Null for the system's own, or for no second ringer. */
export interface DeviceChoices {
  get(role: DeviceRole): NamedDevice | null;
  set(role: DeviceRole, device: NamedDevice | null): void;
}

const Stored = v.object({ id: v.string(), label: v.string() });

const keyOf = (role: DeviceRole): string => `synapse-voice.${role}`;

/** Reads a stored device. Earlier versions stored the id alone. */
function parse(stored: string | null): NamedDevice | null {
  if (!stored) return null;
  try {
    return v.parse(Stored, JSON.parse(stored));
  } catch {
    return { id: stored, label: "" };
  }
}

/**
 * Stores the choices for later visits, and for the other pages of this origin. Without storage they
 * last as long as the page.
 */
export function createDeviceChoices(storage: KeyValueStorage | null): DeviceChoices {
  const unstored = new Map<DeviceRole, NamedDevice | null>();
  return {
    get: (role) => {
      try {
        return unstored.get(role) ?? parse(storage?.getItem(keyOf(role)) ?? null);
      } catch {
        return null;
      }
    },
    set: (role, device) => {
      try {
        if (!storage) throw new Error("no storage");
        if (device) storage.setItem(keyOf(role), JSON.stringify(device));
        else storage.removeItem(keyOf(role));
        unstored.delete(role);
      } catch {
        unstored.set(role, device);
      }
    },
  };
}

/**
 * Finds a chosen device in a list. Its id can change, for example when the person clears the data
 * of sites, so the only device with its name counts as the same.
 */
export function findDevice(
  chosen: NamedDevice,
  devices: readonly NamedDevice[],
): NamedDevice | null {
  const same = devices.find(({ id }) => id === chosen.id);
  if (same) return same;
  const named = devices.filter(({ label }) => label !== "" && label === chosen.label);
  return (named.length === 1 ? named[0] : undefined) ?? null;
}
