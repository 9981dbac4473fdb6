import { useState, useSyncExternalStore, type ReactElement } from "react";
import type { Preferences } from "@synapse-voice/desktop/bridge";
import type { PreferencesStore } from "../../../shared/platform/index.ts";
import { SettingsGroup } from "../SettingsGroup.tsx";

/** Switches for the alerts of calls on this computer. Shows nothing until they are read. */
export function AlertSettings({ store }: { store: PreferencesStore }): ReactElement | null {
  const preferences = useSyncExternalStore(store.subscribe, store.get);
  const [hasFailed, setFailed] = useState(false);
  if (preferences === null) return null;
  const change = (next: Partial<Preferences>): void => {
    setFailed(false);
    store.change(next).catch(() => setFailed(true));
  };
  return (
    <SettingsGroup title="Alerts">
      <label className="check">
        <input
          type="checkbox"
          className="sv-focusable"
          checked={preferences.alerts}
          onChange={(event) => change({ alerts: event.target.checked })}
        />
        Alert me to calls on this computer
      </label>
      {preferences.alerts ? (
        <label className="check">
          <input
            type="checkbox"
            className="sv-focusable"
            checked={preferences.doNotDisturb}
            onChange={(event) => change({ doNotDisturb: event.target.checked })}
          />
          Do not disturb: show calls without a sound
        </label>
      ) : (
        <p className="sv-secondary">Calls appear only in this window, without a sound.</p>
      )}
      {hasFailed ? (
        <p className="sv-secondary field-problem" role="alert">
          This couldn't be saved. Check that the disk isn't full, and try again.
        </p>
      ) : null}
    </SettingsGroup>
  );
}
