import { useEffect, useState, type FormEvent, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import type { Account } from "../../shared/accounts/accounts.ts";
import { readLink } from "../../shared/accounts/link.ts";
import { useServices } from "../../shared/services.ts";
import { FormError } from "../../shared/forms/FormError.tsx";
import { TextField } from "../../shared/forms/TextField.tsx";
import { SignInLayout } from "./SignInLayout.tsx";
import { codeOf, useCommand } from "../../shared/forms/use-command.ts";

const minPasswordLength = 8;

interface LinkState {
  /** True once the person is signed in. */
  readonly ready: boolean;
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
    return { ready: Boolean(account), error: account === null ? "otp_expired" : null };
  return "error" in link ? { ready: false, error: link.error } : { ready, error };
}

/** The page to which the links of invitations and of forgotten passwords lead. */
export function SetPassword({
  fragment,
  account,
  done,
}: {
  fragment: string;
  account: Account | null | undefined;
  done: () => void;
}): ReactElement {
  const { accounts } = useServices();
  const link = useLink(fragment, account);
  const [password, setPassword] = useState("");
  const { busy, error, hints, run } = useCommand();
  const finish = (): void => {
    window.history.replaceState(null, "", "/");
    done();
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(async () => accounts.setPassword(password))) finish();
  };
  if (link.error !== null) {
    return (
      <SignInLayout title="Choose a password">
        <FormError code={link.error} />
        <Button size="large" onClick={finish}>
          Go to sign in
        </Button>
      </SignInLayout>
    );
  }
  return (
    <SignInLayout
      title="Choose a password"
      {...(link.ready && account ? { text: `For ${account.email}` } : {})}
    >
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
        <Button
          type="submit"
          variant="primary"
          size="large"
          disabled={!link.ready}
          aria-busy={busy}
        >
          Save password
        </Button>
      </form>
    </SignInLayout>
  );
}
