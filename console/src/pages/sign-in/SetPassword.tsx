import { useCallback, useEffect, useState, type FormEvent, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import { readLink } from "../../shared/accounts/link.ts";
import { useServices } from "../../shared/services.ts";
import { FormError } from "../../shared/forms/FormError.tsx";
import { TextField } from "../../shared/forms/TextField.tsx";
import { PasswordLinkForm } from "./PasswordLinkForm.tsx";
import { SignInLayout } from "./SignInLayout.tsx";
import { codeOf, useCommand } from "../../shared/forms/use-command.ts";

const minPasswordLength = 8;

/** Errors of a new password after which only a new link helps: this session may not choose one. */
const needNewLink = new Set([
  "reauthentication_needed",
  "current_password_required",
  "session_expired",
  "session_not_found",
  "refresh_token_not_found",
]);

interface LinkState {
  /** True once the person is signed in. */
  readonly ready: boolean;
  /** False if the person keeps their password, as after the link that confirms an address. */
  readonly choosesPassword: boolean;
  /** Error code if the link does not work. */
  readonly error: string | null;
}

/**
 * Signs in with the link in the address. Without a link (after a reload), a person who is signed in
 * already can continue.
 */
function useLink(fragment: string, account: Account | null | undefined): LinkState {
  const { accounts } = useServices();
  const [link] = useState(() => readLink(fragment));
  const [error, setError] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    // The tokens must not stay in the address: they would get into histories and screenshots.
    window.history.replaceState(null, "", "/set-password");
    if (link === null || "error" in link) return;
    void accounts.redeemLink(link.tokens).then(
      () => setReady(true),
      (failure: unknown) => setError(codeOf(failure)),
    );
  }, [accounts, link]);
  if (link === null)
    return {
      ready: Boolean(account),
      choosesPassword: true,
      error: account === null ? "otp_expired" : null,
    };
  if ("error" in link) return { ready: false, choosesPassword: true, error: link.error };
  return { ready, choosesPassword: link.keepsPassword !== true, error };
}

/** The page to which the links in mails lead: to choose a password, or just to sign in. */
export function SetPassword({
  fragment,
  account,
  done,
}: {
  fragment: string;
  account: Account | null | undefined;
  done: () => void;
}): ReactElement | null {
  const link = useLink(fragment, account);
  const [passwordError, setPasswordError] = useState<string | null>(null);
  const finish = useCallback((): void => {
    window.history.replaceState(null, "", "/");
    done();
  }, [done]);
  const signedInOnly = link.ready && !link.choosesPassword;
  useEffect(() => {
    if (signedInOnly) finish();
  }, [signedInOnly, finish]);
  const error = link.error ?? passwordError;
  if (error !== null)
    return (
      <PasswordLinkForm
        title="Choose a password"
        text="You need a new link for this. We send it to your email address."
        sendLabel="Send a new link"
        backLabel="Go to sign in"
        code={error}
        email={account?.email ?? ""}
        back={finish}
      />
    );
  if (!link.choosesPassword) return null;
  return (
    <SignInLayout
      title="Choose a password"
      {...(link.ready && account ? { text: `For ${account.email}` } : {})}
    >
      <PasswordForm isReady={link.ready} done={finish} onLinkNeeded={setPasswordError} />
    </SignInLayout>
  );
}

function PasswordForm({
  isReady,
  done,
  onLinkNeeded,
}: {
  isReady: boolean;
  done: () => void;
  onLinkNeeded: (code: string) => void;
}): ReactElement {
  const { accounts } = useServices();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asksForCode, setAsksForCode] = useState(false);
  const { busy, error, hints, run } = useCommand();
  const save = async (): Promise<void> => {
    if (asksForCode) {
      await accounts.confirmSecondFactor(code.trim());
      setAsksForCode(false);
    }
    await accounts.setPassword(password).catch((failure: unknown) => {
      const reason = codeOf(failure);
      if (reason === "insufficient_aal") setAsksForCode(true);
      if (needNewLink.has(reason)) onLinkNeeded(reason);
      throw failure;
    });
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(save)) done();
  };
  return (
    <form className="gate-form" onSubmit={(event) => void submit(event)}>
      <TextField
        label="New password"
        type="password"
        name="password"
        autoComplete="new-password"
        required
        minLength={minPasswordLength}
        hint={`At least ${minPasswordLength} characters.`}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <FormError code={error} hints={hints} />
      {asksForCode ? (
        <TextField
          label="Code from your authenticator app"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      ) : null}
      <Button type="submit" variant="primary" size="large" disabled={!isReady} aria-busy={busy}>
        Save password
      </Button>
    </form>
  );
}
