import { useState, type FormEvent, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";
import { FormError } from "../../shared/forms/FormError.tsx";
import { EmailField } from "./EmailField.tsx";
import { SignInLayout } from "./SignInLayout.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";

/**
 * Sends a link with which a person chooses a password. It does not reveal whether the account
 * exists. People who were invited and have no password yet get one, too.
 */
export function PasswordLinkForm({
  title,
  text,
  sendLabel,
  backLabel,
  code = null,
  email: initialEmail,
  back,
}: {
  title: string;
  text: string;
  sendLabel: string;
  backLabel: string;
  /** Error code of the link that brought the person here; null without one. */
  code?: string | null;
  email: string;
  back: () => void;
}): ReactElement {
  const { accounts } = useServices();
  const [email, setEmail] = useState(initialEmail);
  const [sent, setSent] = useState(false);
  const { busy, error, run } = useCommand();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(async () => accounts.sendPasswordLink(email.trim()))) setSent(true);
  };
  if (sent) return <LinkSent email={email.trim()} back={back} />;
  return (
    <SignInLayout title={title} text={text}>
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        <FormError code={error ?? code} />
        <EmailField value={email} change={setEmail} />
        <Button type="submit" variant="primary" size="large" aria-busy={busy}>
          {sendLabel}
        </Button>
        <Button variant="ghost" onClick={back}>
          {backLabel}
        </Button>
      </form>
    </SignInLayout>
  );
}

function LinkSent({ email, back }: { email: string; back: () => void }): ReactElement {
  return (
    <SignInLayout title="Check your email">
      <p role="status">
        If {email} has an account here, a link to choose a new password is on its way.
      </p>
      <p className="sv-secondary">
        It can take a few minutes. If nothing comes, look among your spam, then ask once more. If
        that doesn't help, ask an admin of your team.
      </p>
      <Button size="large" onClick={back}>
        Back to sign in
      </Button>
    </SignInLayout>
  );
}
