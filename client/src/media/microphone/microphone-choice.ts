import type { KeyValueStorage } from "../../session/storage.ts";

/** The microphone that the person chose on this device; null for no particular one. */
export interface MicrophoneChoice {
  get(): string | null;
  set(id: string): void;
}

const key = "synapse-voice.microphone";

/** Stores the choice for later calls. Without storage it lasts as long as the page. */
export function createMicrophoneChoice(storage: KeyValueStorage | null): MicrophoneChoice {
  let chosen: string | null = null;
  return {
    get: () => {
      try {
        return chosen ?? storage?.getItem(key) ?? null;
      } catch {
        return chosen;
      }
    },
    set: (id) => {
      chosen = id;
      try {
        storage?.setItem(key, id);
      } catch {
        // Storage is full or forbidden.
      }
    },
  };
}
