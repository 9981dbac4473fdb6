import { useEffect, useState, type ReactElement } from "react";
import type { MainProcess } from "../../../shared/platform/index.ts";
import { SettingsGroup } from "../SettingsGroup.tsx";

/** Switch for the start at the login to the computer. Shows nothing until the system has replied. */
export function StartAtLogin({
  loginItem,
}: {
  loginItem: MainProcess["loginItem"];
}): ReactElement | null {
  const [isOn, setOn] = useState<boolean | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let isShown = true;
    loginItem.isEnabled().then(
      (enabled) => isShown && setOn(enabled),
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [loginItem]);
  if (isOn === null) return null;
  const choose = (enabled: boolean): void => {
    setFailed(false);
    loginItem.setEnabled(enabled).then(
      () => setOn(enabled),
      () => setFailed(true),
    );
  };
  return (
    <SettingsGroup title="Start">
      <label className="check">
        <input
          type="checkbox"
          className="sv-focusable"
          checked={isOn}
          onChange={(event) => choose(event.target.checked)}
        />
        Start Synapse Voice in the tray when I sign in to this computer
      </label>
      {hasFailed ? (
        <p className="sv-secondary field-problem" role="alert">
          This couldn't be changed. Your system or an administrator may not allow it.
        </p>
      ) : null}
    </SettingsGroup>
  );
}
