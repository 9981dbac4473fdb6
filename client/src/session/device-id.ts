import { randomId } from "./random-id.ts";
import type { KeyValueStorage } from "./storage.ts";

const idKey = "synapse-voice.device";
const openKey = "synapse-voice.device-open";

/** The parts of a tab that its id needs; `window` fits. */
export interface Tab {
  /** Storage of this tab alone. */
  readonly sessionStorage: KeyValueStorage;
  /** Adds a listener, as `window` does. */
  addEventListener(name: "pagehide" | "pageshow", listener: () => void): void;
}

/**
 * Returns the id of a tab. It is stored in the tab's `sessionStorage`, so a reload keeps it. A
 * duplicated tab starts with a copy of that storage, marked as open, and gets a new id. A reload
 * removes the mark first.
 */
export function deviceIdOf(tab: Tab): string {
  try {
    const storage = tab.sessionStorage;
    const stored = storage.getItem(openKey) === null ? storage.getItem(idKey) : null;
    const id = stored && /^[\w-]{1,64}$/u.test(stored) ? stored : randomId();
    const open = (): void => storage.setItem(openKey, "1");
    storage.setItem(idKey, id);
    open();
    tab.addEventListener("pagehide", () => storage.removeItem(openKey));
    tab.addEventListener("pageshow", open);
    return id;
  } catch {
    // Without storage, a reload is another device.
    return randomId();
  }
}

let current: string | undefined;

/** Returns the id of this browser tab. Every call returns the same. */
export const browserDeviceId = (): string => (current ??= deviceIdOf(globalThis as unknown as Tab));
