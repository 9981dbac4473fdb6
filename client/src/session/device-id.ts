import { randomId } from "./random-id.ts";
import type { Keep } from "./storage.ts";

const idName = "synapse-voice.device";
const openName = "synapse-voice.device-open";

/** What the id of a tab rests on; a window fits. */
export interface Tab {
  readonly sessionStorage: Keep;
  addEventListener(name: "pagehide" | "pageshow", listener: () => void): void;
}

/**
 * The id of a tab, kept in its `sessionStorage`, so that a reload is the same device. A duplicated
 * tab starts with a copy of a storage that still says "open" (a reload says "closed" first): it
 * takes an id of its own.
 */
export function deviceIdOf(tab: Tab): string {
  try {
    const keep = tab.sessionStorage;
    const kept = keep.getItem(openName) === null ? keep.getItem(idName) : null;
    const id = kept && /^[\w-]{1,64}$/u.test(kept) ? kept : randomId();
    const open = (): void => keep.setItem(openName, "1");
    keep.setItem(idName, id);
    open();
    tab.addEventListener("pagehide", () => keep.removeItem(openName));
    tab.addEventListener("pageshow", open);
    return id;
  } catch {
    // No storage here: a reload will be another device.
    return randomId();
  }
}

let current: string | undefined;

/** The id of this browser tab; the same however often it is asked for. */
export const browserDeviceId = (): string => (current ??= deviceIdOf(globalThis as unknown as Tab));
