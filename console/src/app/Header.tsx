import type { ReactElement } from "react";
import { Avatar } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { AvailabilityControl } from "./presence/AvailabilityControl.tsx";
import type { Profile } from "../shared/profile.ts";

/** Shows the name of the agent who is signed in, and whether calls reach them. */
export function Header({
  profile,
  account,
}: {
  profile: Profile | null;
  account: Account;
}): ReactElement {
  const name = profile === null ? account.email : `${profile.firstName} ${profile.lastName}`;
  return (
    <header className="header">
      <Avatar id={account.userId} name={name} size={36} />
      <AvailabilityControl name={name} />
    </header>
  );
}
