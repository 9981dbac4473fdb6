import { useEffect, useState, type ReactElement } from "react";
import { useAccount } from "./use-account.ts";
import { useServices } from "../shared/services.ts";
import { SignIn } from "../pages/sign-in/SignIn.tsx";
import { SetPassword } from "../pages/sign-in/SetPassword.tsx";
import { SignedIn } from "./SignedIn.tsx";

/** The whole console: the page that sets a password, the sign-in, or the agent's screens. */
export function App({ path, fragment }: { path: string; fragment: string }): ReactElement | null {
  const { platform } = useServices();
  const { account, sessionLost, expectSignOut } = useAccount();
  const [choosingPassword, setChoosingPassword] = useState(path === "/set-password");
  const signedOut = choosingPassword || account === null;
  useEffect(() => {
    if (signedOut) platform.show(null);
  }, [signedOut, platform]);
  if (choosingPassword)
    return (
      <SetPassword fragment={fragment} account={account} done={() => setChoosingPassword(false)} />
    );
  if (account === undefined) return null;
  return account === null ? (
    <SignIn sessionLost={sessionLost} />
  ) : (
    <SignedIn key={account.userId} account={account} expectSignOut={expectSignOut} />
  );
}
