import type { ReactElement } from "react";
import type { PreferencesStore } from "../../../shared/platform/index.ts";
import { NotKept, usePreferences } from "../preferences-form.tsx";
import { SettingsGroup } from "../SettingsGroup.tsx";

/** Switches for the alerts of calls on this computer. Shows nothing until they are read. */
export function AlertSettings({ store }: { store: PreferencesStore }): ReactElement | null {
  const { preferences, hasFailed, change } = usePreferences(store);
  if (preferences === null) return null;
  return (
    <SettingsGroup title="Alerts">
      <label className="check">
        <input
          type="checkbox"
          className="sv-focusable"
          checked={preferences.alerts}
          onChange={(event) => void change({ alerts: event.target.checked })}
        />
        Alert me to calls on this computer
      </label>
      {preferences.alerts ? (
        <label className="check">
          <input
            type="checkbox"
            className="sv-focusable"
            checked={preferences.doNotDisturb}
            onChange={(event) => void change({ doNotDisturb: event.target.checked })}
          />
          Do not disturb: show calls without a sound
        </label>
      ) : (
        <p className="sv-secondary">Calls appear only in this window, without a sound.</p>
      )}
      {hasFailed ? <NotKept /> : null}
    </SettingsGroup>
  );
}
