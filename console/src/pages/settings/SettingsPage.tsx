import type { ReactElement } from "react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { SignOutButton } from "../../shared/SignOutButton.tsx";
import type { Profile } from "../../shared/profile.ts";
import { ThisDevice } from "./computer/ThisDevice.tsx";
import { SettingsSection } from "./SettingsSection.tsx";
import { TeamSettings } from "./TeamSettings.tsx";

/** Shows the agent's account and device, and to admins the team's settings. */
export function SettingsPage({
  profile,
  account,
}: {
  profile: Profile | null;
  account: Account;
}): ReactElement {
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
        <ThisDevice hasCrm={typeof profile?.crmUrl === "string"} />
      </SettingsSection>
      {profile?.role === "ADMIN" ? <TeamSettings /> : null}
    </div>
  );
}
