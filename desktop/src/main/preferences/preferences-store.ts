import { readFileSync } from "node:fs";
import * as v from "valibot";
import {
  StoredPreferences,
  type Preferences,
  type PreferencesChange,
} from "../../bridge/preferences.ts";
import { replaceFile } from "../files/replace-file.ts";

/** Keeps the choices for this computer. */
export interface PreferencesStore {
  current(): Preferences;
  /** Keeps the new choices. Throws if they can't be kept, and then nothing changes. */
  change(change: PreferencesChange): void;
}

function readStored(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Usual case: the file does not exist, because nobody has chosen anything.
    return {};
  }
}

/** Keeps them in a file. `onChange` gets all of them after each change. */
export function openPreferences(
  path: string,
  onChange: (preferences: Preferences) => void,
): PreferencesStore {
  let preferences: Preferences = v.parse(StoredPreferences, readStored(path));
  return {
    current: () => preferences,
    change: (change) => {
      const next = { ...preferences, ...change };
      replaceFile(path, JSON.stringify(next));
      preferences = next;
      onChange(next);
    },
  };
}
