import { useState, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { useServices } from "../../../shared/services.ts";
import { SettingsGroup } from "../SettingsGroup.tsx";

/** Lets an agent allow the notifications that show a call while the tab is hidden. */
export function Notifications(): ReactElement | null {
  const { platform } = useServices();
  const [state, setState] = useState(() => platform.notificationState());
  if (state === "none") return null;
  return (
    <SettingsGroup title="Alerts">
      {state === "ask" ? (
        <Button icon="bell-ring" onClick={() => void platform.askForNotifications().then(setState)}>
          Allow notifications
        </Button>
      ) : (
        <p className="sv-secondary">
          {state === "granted"
            ? "Notifications are on: a call shows even while this tab is hidden."
            : "Notifications are blocked in the browser's settings for this site, so a call in a hidden tab is only heard."}
        </p>
      )}
    </SettingsGroup>
  );
}
