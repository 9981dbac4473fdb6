import type { ReactElement } from "react";
import { Avatar } from "@synapse-voice/react";
import type { Account } from "../accounts/accounts.ts";
import { StateSwitch } from "./StateSwitch.tsx";
import type { Me } from "./who.ts";

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
