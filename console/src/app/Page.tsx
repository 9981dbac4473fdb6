import type { ReactElement } from "react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { CallsPage } from "../pages/calls/CallsPage.tsx";
import { lazyScreen } from "../shared/lazy-screen.tsx";
import type { Profile } from "../shared/profile.ts";
import { RecordingPanel } from "../shared/recordings/lazy-panel.ts";
import type { PageName } from "./navigation/use-page.ts";

// The calls and the overview are what agents see first. All else loads when it is shown.
const CallbacksPage = lazyScreen(
  async () => (await import("../pages/callbacks/CallbacksPage.tsx")).CallbacksPage,
  { rows: 4, label: "Loading the call-backs" },
);
const CustomersPage = lazyScreen(
  async () => (await import("../pages/customers/CustomersPage.tsx")).CustomersPage,
  { rows: 6, label: "Loading the customers" },
);
const TeamPage = lazyScreen(async () => (await import("../pages/team/TeamPage.tsx")).TeamPage, {
  rows: 4,
  label: "Loading the team",
});
const SettingsPage = lazyScreen(
  async () => (await import("../pages/settings/SettingsPage.tsx")).SettingsPage,
  { rows: 4, label: "Loading the settings" },
);
const DevicesPage = lazyScreen(
  async () => (await import("../pages/settings/devices/DevicesPage.tsx")).DevicesPage,
  { rows: 4, label: "Loading the devices" },
);
/** Shows a person, with the notes of the call with them. */
export const PersonDetail = lazyScreen(
  async () => (await import("./person/PersonDetail.tsx")).PersonDetail,
  { rows: 3, label: "Loading the person" },
);

/** Loads the code of all pages, so that none waits for it, or lacks it while offline. */
export function preloadPages(): void {
  for (const screen of [
    PersonDetail,
    RecordingPanel,
    CallbacksPage,
    CustomersPage,
    TeamPage,
    SettingsPage,
    DevicesPage,
  ])
    screen.preload();
}

/** Shows the page that the address names. */
export function Page({
  page,
  profile,
  account,
  onOpenCallbacks,
}: {
  page: PageName;
  profile: Profile | null;
  account: Account;
  onOpenCallbacks: (count: number) => void;
}): ReactElement {
  if (page === "Call-backs")
    return <CallbacksPage profile={profile} onOpenCount={onOpenCallbacks} />;
  if (page === "Customers") return <CustomersPage profile={profile} />;
  if (page === "Team") return <TeamPage profile={profile} />;
  if (page === "Settings") return <SettingsPage profile={profile} account={account} />;
  if (page === "Devices") return <DevicesPage />;
  return <CallsPage />;
}
