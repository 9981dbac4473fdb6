import type { ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { SignInLayout } from "../pages/sign-in/SignInLayout.tsx";
import type { Account } from "@synapse-voice/desktop/accounts";
import { pageAddress } from "../shared/page-address.ts";
import type { Profile } from "../shared/profile.ts";
import { useServices } from "../shared/services.ts";
import { useSignOut } from "../shared/sign-out.ts";

/**
 * Shown to customers, who can't work here. They get here after they have followed the link of an
 * invitation and chosen a password.
 */
export function CustomerAccount({
  profile: { tenantName, portalUrl },
  account,
}: {
  profile: Profile;
  account: Account;
}): ReactElement {
  const signOut = useSignOut();
  const { platform } = useServices();
  const portal = pageAddress(portalUrl ?? "");
  const place = portal === null ? `the website of ${tenantName}` : portal.host;
  return (
    <SignInLayout
      title={`Your account with ${tenantName} is ready`}
      text={
        `This page is for ${tenantName}'s own team. Sign in at ${place} with ` +
        `${account.email} and your password. Calls are there, too.`
      }
    >
      {portal === null || platform.kind === "desktop" ? null : (
        <a className="sv-root sv-button sv-button-primary sv-button-large" href={portal.href}>
          Go to {portal.host}
        </a>
      )}
      <Button icon="log-out" size="large" onClick={() => void signOut()}>
        Sign out
      </Button>
    </SignInLayout>
  );
}
