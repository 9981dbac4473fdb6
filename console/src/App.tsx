import { useEffect, useState, type ReactElement } from "react";
import type { Account } from "./accounts/accounts.ts";
import { useServices } from "./services.ts";
import { SignIn } from "./sign-in/SignIn.tsx";
import { SetPassword } from "./sign-in/SetPassword.tsx";
import { SignedIn } from "./shell/SignedIn.tsx";

/** Undefined until the accounts have said who is signed in. */
function useAccount(): Account | null | undefined {
  const { accounts } = useServices();
  const [account, setAccount] = useState<Account | null>();
  useEffect(
    // A renewed token of the same person is no change.
    () => accounts.watch((next) => setAccount((now) => (now && next && now.supabaseUserId === next.supabaseUserId ? now : next))),
    [accounts],
  );
  return account;
}

/** The whole console: choosing a password, signing in, or the agent's screens. */
export function App({ path, fragment }: { path: string; fragment: string }): ReactElement | null {
  const { platform } = useServices();
  const account = useAccount();
  const [choosing, setChoosing] = useState(path === "/set-password");
  const outside = choosing || account === null;
  useEffect(() => {
    if (outside) platform.show(null);
  }, [outside, platform]);
  if (choosing) return <SetPassword fragment={fragment} account={account} done={() => setChoosing(false)} />;
  if (account === undefined) return null;
  return account === null ? <SignIn /> : <SignedIn key={account.supabaseUserId} account={account} />;
}
