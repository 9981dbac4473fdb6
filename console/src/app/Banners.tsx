import { useEffect, useState, type ReactElement } from "react";
import { Button, Icon, useCallClient, useClientState } from "@synapse-voice/react";
import { timeOfDay } from "../shared/dates.ts";
import { useServices } from "../shared/services.ts";

/** Shows why calls don't ring here, or ring late. */
export function Banners(): ReactElement {
  const { connection, offlineSince } = useClientState();
  return (
    <>
      {connection === "offline" ? <Offline since={offlineSince} /> : null}
      {connection === "degraded" ? (
        <p className="sv-banner sv-banner-warning" role="status">
          <Icon name="triangle-alert" size={18} /> Slow connection to the server: calls may ring a
          few seconds late
        </p>
      ) : null}
      <SessionNotStored />
    </>
  );
}

function Offline({ since }: { since: number | null }): ReactElement {
  const client = useCallClient();
  return (
    <div className="sv-banner sv-banner-error" role="alert">
      <Icon name="wifi-off" size={18} />
      <span className="sv-grow">
        Calls can't reach you: no connection to the server
        {since === null ? "" : ` since ${timeOfDay(since)}`}
      </span>
      <Button size="small" onClick={() => client.wake()}>
        Try again
      </Button>
    </div>
  );
}

/** Shows once that this machine has no keychain, so the sign-in ends with the desktop app. */
function SessionNotStored(): ReactElement | null {
  const { platform } = useServices();
  const [visible, setVisible] = useState(false);
  useEffect(
    () =>
      void platform.persistsSession().then(
        (stored) => setVisible(!stored),
        () => undefined,
      ),
    [platform],
  );
  return visible ? (
    <div className="sv-banner">
      <Icon name="lock" size={18} />
      <span className="sv-grow">
        This machine has no keychain: you sign in again after a restart
      </span>
      <Button
        variant="ghost"
        size="small"
        icon="x"
        aria-label="Close"
        onClick={() => setVisible(false)}
      />
    </div>
  ) : null;
}
