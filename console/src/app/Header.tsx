import type { ReactElement } from "react";
import { Avatar } from "@synapse-voice/react";
import type { Account } from "../shared/accounts/accounts.ts";
import { StateSwitch } from "./presence/StateSwitch.tsx";
import type { Me } from "../shared/who.ts";

/** Who is signed in, and whether calls reach them. */
export function Header({ me, account }: { me: Me | null; account: Account }): ReactElement {
  const name = me === null ? account.email : `${me.firstName} ${me.lastName}`;
  return (
    <header className="header">
      <Avatar id={account.supabaseUserId} name={name} />
      <StateSwitch name={name} />
    </header>
  );
}
