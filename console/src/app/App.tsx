import { useCallback, useEffect, useState, type ReactElement } from "react";
import { useAccount } from "./use-account.ts";
import { readLink } from "../shared/accounts/link.ts";
import { useServices } from "../shared/services.ts";
import { SignIn } from "../pages/sign-in/SignIn.tsx";
import { SetPassword } from "../pages/sign-in/SetPassword.tsx";
import { Starting } from "../pages/sign-in/Starting.tsx";
import { SignedIn } from "./SignedIn.tsx";

/**
 * The whole console: the page that sets a password, the sign-in, or the agent's screens. A link
 * from a mail is followed on each path, because Supabase leads to the Site URL unless our path is
 * one of the project's redirect URLs.
 */
export function App({ path, fragment }: { path: string; fragment: string }): ReactElement {
  const { platform } = useServices();
  const { account, sessionLost, expectSignOut } = useAccount();
  const [followingLink, setFollowingLink] = useState(
    () => path === "/set-password" || readLink(fragment) !== null,
  );
  const stopFollowing = useCallback(() => setFollowingLink(false), []);
  const signedOut = followingLink || account === null;
  useEffect(() => {
    if (signedOut) platform.show(null);
  }, [signedOut, platform]);
  if (followingLink)
    return <SetPassword fragment={fragment} account={account} done={stopFollowing} />;
  if (account === undefined) return <Starting />;
  return account === null ? (
    <SignIn sessionLost={sessionLost} />
  ) : (
    <SignedIn key={account.userId} account={account} expectSignOut={expectSignOut} />
  );
}
