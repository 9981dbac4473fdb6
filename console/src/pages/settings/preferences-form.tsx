import { useState, useSyncExternalStore, type ReactElement } from "react";
import type { Preferences, PreferencesChange } from "@synapse-voice/desktop/bridge";
import type { PreferencesStore } from "../../shared/platform/index.ts";

/** The choices for this computer, for a form that shows and changes them. */
export interface PreferencesForm {
  /** Null until they are read. */
  readonly preferences: Preferences | null;
  /** True if the last change could not be kept. */
  readonly hasFailed: boolean;
  /** Resolves with true once the change is kept, and with false if it can't be. */
  change(change: PreferencesChange): Promise<boolean>;
}

/** Follows the choices for this computer, and keeps changes. */
export function usePreferences(store: PreferencesStore): PreferencesForm {
  const preferences = useSyncExternalStore(store.subscribe, store.get);
  const [hasFailed, setFailed] = useState(false);
  return {
    preferences,
    hasFailed,
    change: async (change) => {
      setFailed(false);
      try {
        await store.change(change);
        return true;
      } catch {
        setFailed(true);
        return false;
      }
    },
  };
}

/** Says that a choice for this computer could not be kept. */
export const NotKept = (): ReactElement => (
  <p className="sv-secondary field-problem" role="alert">
    This couldn't be saved. Check that the disk isn't full, and try again.
  </p>
);
