import type { ReactElement } from "react";
import { useCallClient, useClientState } from "@synapse-voice/react";
import type { Connection } from "@synapse-voice/client";
import { useServices } from "../../../shared/services.ts";
import { AlertSettings } from "./AlertSettings.tsx";
import { LinkSettings } from "./LinkSettings.tsx";
import { Notifications } from "./Notifications.tsx";
import { ScreenPopSetting } from "./ScreenPopSetting.tsx";
import { ShortcutSettings } from "../shortcuts/ShortcutSettings.tsx";
import { SettingsGroup } from "../SettingsGroup.tsx";
import { StartAtLogin } from "./StartAtLogin.tsx";
import { SupportReport } from "./SupportReport.tsx";

const connections: Record<Connection, string> = {
  connecting: "Connecting…",
  online: "Connected, calls ring at once",
  degraded: "Connected, calls may ring a second late",
  offline: "No connection to the server",
};

/**
 * All that a person sees and chooses for this device. A web page has fewer groups than the app.
 * `hasCrm`: customers have a record in a CRM.
 */
export function ThisDevice({ hasCrm }: { hasCrm: boolean }): ReactElement {
  const { main } = useServices().platform;
  return (
    <>
      <ConnectionFacts />
      <SettingsGroup title="Devices">
        <p className="sv-secondary">Microphone, speaker and ringers, with a test of each.</p>
        <a className="sv-link sv-focusable" href="#/devices">
          Choose and test devices
        </a>
      </SettingsGroup>
      <Notifications />
      {main === null ? null : (
        <>
          <AlertSettings store={main.preferences} />
          {hasCrm ? <ScreenPopSetting store={main.preferences} /> : null}
          <ShortcutSettings store={main.preferences} shortcuts={main.shortcuts} />
          <StartAtLogin loginItem={main.loginItem} />
          <LinkSettings links={main.links} />
          <SupportReport save={main.report.save} />
        </>
      )}
    </>
  );
}

function ConnectionFacts(): ReactElement {
  const { platform } = useServices();
  const { session } = useCallClient();
  const { connection } = useClientState();
  return (
    <SettingsGroup title="Connection">
      <dl className="facts">
        <dt>Server</dt>
        <dd>{connections[connection]}</dd>
        <dt>App</dt>
        <dd>{platform.kind === "web" ? "Browser" : "Desktop"}</dd>
        <dt>Device id</dt>
        <dd className="sv-code">{session.deviceId}</dd>
      </dl>
    </SettingsGroup>
  );
}
