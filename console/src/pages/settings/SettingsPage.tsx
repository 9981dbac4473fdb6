import { lazy, Suspense, type ReactElement } from "react";
import { useClientState, useCallClient } from "@synapse-voice/react";
import type { Connection } from "@synapse-voice/client";
import type { Account } from "@synapse-voice/desktop/accounts";
import { useServices } from "../../shared/services.ts";
import { SignOutButton } from "../../shared/SignOutButton.tsx";
import type { Profile } from "../../shared/profile.ts";
import { AlertSettings } from "./computer/AlertSettings.tsx";
import { LinkSettings } from "./computer/LinkSettings.tsx";
import { ScreenPopSetting } from "./computer/ScreenPopSetting.tsx";
import { SupportReport } from "./computer/SupportReport.tsx";
import { StartAtLogin } from "./computer/StartAtLogin.tsx";
import { Notifications } from "./Notifications.tsx";
import { SettingsSection } from "./SettingsSection.tsx";
import { TeamSettings } from "./TeamSettings.tsx";

const connections: Record<Connection, string> = {
  connecting: "Connecting…",
  online: "Connected, calls ring at once",
  degraded: "Connected, calls may ring a second late",
  offline: "No connection to the server",
};

const ShortcutSettings = lazy(() => import("./shortcuts/ShortcutSettings.tsx"));

/** Shows the agent's account and device, and to admins the team's settings. */
export function SettingsPage({
  profile,
  account,
}: {
  profile: Profile | null;
  account: Account;
}): ReactElement {
  const { platform } = useServices();
  const { session } = useCallClient();
  const { connection } = useClientState();
  return (
    <div className="settings">
      <SettingsSection title="Your account" text="How you are signed in.">
        <dl className="facts">
          <dt>Email</dt>
          <dd>{account.email}</dd>
          <dt>Company</dt>
          <dd>{profile?.tenantName ?? "…"}</dd>
        </dl>
        <SignOutButton />
      </SettingsSection>
      <SettingsSection title="This device" text="How calls reach you here.">
        <dl className="facts">
          <dt>Connection</dt>
          <dd>{connections[connection]}</dd>
          <dt>App</dt>
          <dd>{platform.kind === "web" ? "Browser" : "Desktop"}</dd>
          <dt>Device id</dt>
          <dd className="sv-code">{session.deviceId}</dd>
        </dl>
        <Notifications />
        {platform.main === null ? null : (
          <>
            <AlertSettings store={platform.main.preferences} />
            {typeof profile?.crmUrl === "string" ? (
              <ScreenPopSetting store={platform.main.preferences} />
            ) : null}
            <Suspense>
              <ShortcutSettings
                store={platform.main.preferences}
                shortcuts={platform.main.shortcuts}
              />
            </Suspense>
            <StartAtLogin loginItem={platform.main.loginItem} />
            <LinkSettings links={platform.main.links} />
            <SupportReport save={platform.main.report.save} />
          </>
        )}
      </SettingsSection>
      <SettingsSection title="Devices" text="Microphone, speaker and ringers, with a test of each.">
        <a className="sv-link" href="#/devices">
          Choose and test devices
        </a>
      </SettingsSection>
      {profile?.role === "ADMIN" ? <TeamSettings /> : null}
    </div>
  );
}
