import { useState, type FormEvent, type ReactElement } from "react";
import { Button, Icon } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";
import { DemoCard } from "./DemoCard.tsx";
import { EmailField } from "./EmailField.tsx";
import { FormError } from "../../shared/forms/FormError.tsx";
import { TextField } from "../../shared/forms/TextField.tsx";
import { ForgotPassword } from "./ForgotPassword.tsx";
import { SignInLayout } from "./SignInLayout.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";

/**
 * Signs in by email and password. In the local stack also with one click for each demo person.
 * `sessionLost`: the last session ended by itself.
 */
export function SignIn({ sessionLost }: { sessionLost: boolean }): ReactElement {
  const { accounts, config } = useServices();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [forgotPassword, setForgotPassword] = useState(false);
  const { busy, error, run } = useCommand();
  if (forgotPassword) return <ForgotPassword email={email} back={() => setForgotPassword(false)} />;
  const signIn = (asEmail: string, withPassword: string): void =>
    void run(async () => accounts.signIn(asEmail, withPassword));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn(email.trim(), password);
  };
  return (
    <SignInLayout title="Sign in" text="Take and make your team's calls.">
      {sessionLost ? (
        <p className="sv-banner sv-banner-warning" role="status">
          <Icon name="triangle-alert" size={18} /> You were signed out, so calls can't reach you
          here
        </p>
      ) : null}
      {config.demo === undefined ? null : (
        <DemoCard
          people={config.demo.people}
          busy={busy}
          choose={(person) => signIn(person.email, config.demo?.password ?? "")}
        />
      )}
      <form className="gate-form" onSubmit={submit}>
        <EmailField value={email} change={setEmail} />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <FormError code={error} />
        <Button type="submit" variant="primary" size="large" aria-busy={busy}>
          Sign in
        </Button>
        <Button variant="ghost" onClick={() => setForgotPassword(true)}>
          Forgot password?
        </Button>
      </form>
    </SignInLayout>
  );
}
