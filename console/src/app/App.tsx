import { useEffect, useState, type ReactElement } from "react";
import { useAccount } from "./use-account.ts";
import { useServices } from "../shared/services.ts";
import { SignIn } from "../pages/sign-in/SignIn.tsx";
import { SetPassword } from "../pages/sign-in/SetPassword.tsx";
import { SignedIn } from "./SignedIn.tsx";

/** The whole console: choosing a password, signing in, or the agent's screens. */
export function App({ path, fragment }: { path: string; fragment: string }): ReactElement | null {
  const { platform } = useServices();
  const { account, lost, leave } = useAccount();
  const [choosing, setChoosing] = useState(path === "/set-password");
  const outside = choosing || account === null;
  useEffect(() => {
    if (outside) platform.show(null);
  }, [outside, platform]);
  if (choosing)
    return <SetPassword fragment={fragment} account={account} done={() => setChoosing(false)} />;
  if (account === undefined) return null;
  return account === null ? (
    <SignIn lost={lost} />
  ) : (
    <SignedIn key={account.supabaseUserId} account={account} leave={leave} />
  );
}
