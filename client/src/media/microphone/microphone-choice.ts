import type { Keep } from "../../session/storage.ts";

/** Which microphone the person chose on this device; null: none in particular. */
export interface MicrophoneChoice {
  get(): string | null;
  set(id: string): void;
}

const name = "synapse-voice.microphone";

/**
 * Keeps the choice for later calls, in `localStorage` for instance; without a place to keep it, as
 * long as the page.
 */
export function createMicrophoneChoice(keep: Keep | null): MicrophoneChoice {
  let chosen: string | null = null;
  return {
    get: () => {
      try {
        return chosen ?? keep?.getItem(name) ?? null;
      } catch {
        return chosen;
      }
    },
    set: (id) => {
      chosen = id;
      try {
        keep?.setItem(name, id);
      } catch {
        // Storage is full or forbidden.
      }
    },
  };
}

/** The page's own storage, where it may be used. */
export function localKeep(): Keep | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
