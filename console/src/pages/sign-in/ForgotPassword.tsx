import { useState, type FormEvent, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";
import { FormError } from "../../shared/forms/FormError.tsx";
import { EmailField } from "./EmailField.tsx";
import { SignInLayout } from "./SignInLayout.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";

/**
 * Sends a link with which a person sets a new password. It does not reveal whether the account
 * exists.
 */
export function ForgotPassword({
  email: initialEmail,
  back,
}: {
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
  if (sent) {
    return (
      <SignInLayout title="Look into your mail">
        <p role="status">
          If {email.trim()} has an account here, a link to choose a new password is on its way.
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
  return (
    <SignInLayout title="Forgot password?" text="We send you a link to choose a new one.">
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        <EmailField value={email} change={setEmail} />
        <FormError code={error} />
        <Button type="submit" variant="primary" size="large" aria-busy={busy}>
          Send the link
        </Button>
        <Button variant="ghost" onClick={back}>
          Back to sign in
        </Button>
      </form>
    </SignInLayout>
  );
}
