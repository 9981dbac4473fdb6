import { useEffect, useState, type ReactElement } from "react";
import {
  Button,
  deviceChangeWords,
  deviceNames,
  Icon,
  MicrophoneWarning,
  useCallClient,
  useClientState,
  useDevices,
  useMediaState,
} from "@synapse-voice/react";
import { deviceRoles } from "@synapse-voice/client";
import { timeOfDay } from "../shared/dates.ts";
import type { Profile } from "../shared/profile.ts";
import { useServices } from "../shared/services.ts";

/** Shows why calls don't ring here or ring late, and why nobody would hear the agent. */
export function Banners({
  profile,
  showsDevices,
}: {
  profile: Profile | null;
  /** False on a page that says itself which devices have changed. */
  showsDevices: boolean;
}): ReactElement {
  const { connection, offlineSince } = useClientState();
  return (
    <>
      {connection === "offline" ? <Offline since={offlineSince} /> : null}
      {connection === "degraded" ? <LiveUpdatesDown profile={profile} /> : null}
      <MicrophoneWarning />
      {showsDevices ? <DeviceNotices /> : null}
      <SessionNotStored />
      <TrayMissing />
    </>
  );
}

/**
 * Shows that another device is used than the person chose, or that theirs is back. During a call,
 * the call says it of the microphone.
 */
function DeviceNotices(): ReactElement {
  const { uses } = useDevices();
  const { microphone } = useMediaState();
  return (
    <>
      {deviceRoles.map((role) => {
        const { change } = uses[role];
        if (change === null || (role === "microphone" && microphone !== "idle")) return null;
        return (
          <p key={role} className="sv-banner" role="status">
            <Icon name={role === "microphone" ? "mic" : "headset"} size={18} />{" "}
            {`${deviceNames[role]}: ${deviceChangeWords(role, change)}`}
          </p>
        );
      })}
    </>
  );
}

/** Calls arrive by long poll. The server knows whether Realtime is down or was never set up. */
function LiveUpdatesDown({ profile }: { profile: Profile | null }): ReactElement {
  const isMissing = profile?.liveUpdates === "not_set_up";
  return (
    <div className="sv-banner sv-banner-warning" role="status">
      <Icon name="triangle-alert" size={18} />
      <div className="sv-grow">
        <p>
          {isMissing
            ? "Live updates aren't set up: calls may ring a second late"
            : "Calls may ring a second late: live updates are interrupted"}
        </p>
        {isMissing && profile.role === "ADMIN" ? <HowToSetUp /> : null}
      </div>
    </div>
  );
}

const HowToSetUp = (): ReactElement => (
  <details className="banner-more">
    <summary className="sv-focusable">How to set them up</summary>
    <p className="sv-secondary">
      Whoever runs the server turns on Realtime in the Supabase project, and runs{" "}
      <code>npm run migrate</code> once more. The server logs what is missing when it starts. Its
      guide says more (docs/deploy.md, “Live updates”). Everything else works meanwhile.
    </p>
  </details>
);

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

/** Shows that the keychain can't be used, so the sign-in ends with the desktop app. */
function SessionNotStored(): ReactElement | null {
  const { platform } = useServices();
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    void platform.persistsSession().then(
      (stored) => {
        if (!stored) setVisible(true);
      },
      () => undefined,
    );
    return platform.onSessionNotPersisted(() => setVisible(true));
  }, [platform]);
  return visible ? (
    <div className="sv-banner">
      <Icon name="lock" size={18} />
      <span className="sv-grow">
        The keychain can't be used: you sign in again at the next start
      </span>
      <CloseButton close={() => setVisible(false)} />
    </div>
  ) : null;
}

/** Shows why the desktop app's window did not close, and offers to quit, which a tray would do. */
function TrayMissing(): ReactElement | null {
  const { main } = useServices().platform;
  const [visible, setVisible] = useState(false);
  useEffect(() => main?.onTrayMissing(() => setVisible(true)), [main]);
  return main !== null && visible ? (
    <div className="sv-banner" role="status">
      <Icon name="chevron-down" size={18} />
      <span className="sv-grow">
        This desktop has no tray, so closing the window minimised it. Calls still ring
      </span>
      <Button size="small" onClick={() => main.quit()}>
        Quit
      </Button>
      <CloseButton close={() => setVisible(false)} />
    </div>
  ) : null;
}

const CloseButton = ({ close }: { close: () => void }): ReactElement => (
  <Button variant="ghost" size="small" icon="x" aria-label="Close" onClick={close} />
);
