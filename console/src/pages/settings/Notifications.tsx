import { useState, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";

/** Lets an agent allow the notifications that show a call while the tab is hidden. */
export function Notifications(): ReactElement | null {
  const { platform } = useServices();
  const [state, setState] = useState(() => platform.notificationState());
  if (state === "none") return null;
  if (state === "granted")
    return (
      <p className="sv-secondary">
        Notifications are on: a call shows even while this tab is hidden.
      </p>
    );
  if (state === "denied")
    return (
      <p className="sv-secondary">
        Notifications are blocked in the browser's settings for this site, so a call in a hidden tab
        is only heard.
      </p>
    );
  return (
    <Button icon="bell-ring" onClick={() => void platform.askForNotifications().then(setState)}>
      Allow notifications
    </Button>
  );
}
