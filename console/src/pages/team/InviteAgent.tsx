import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from "react";
import { inviteAgent } from "@synapse-voice/contract";
import { Button, noticeWords, useCallClient } from "@synapse-voice/react";
import { FormError } from "../../shared/forms/FormError.tsx";
import { TextField } from "../../shared/forms/TextField.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";

const invited = (email: string): string => `A link to choose a password is on its way to ${email}.`;
const joined = (email: string): string =>
  `${email} had an account already and is in your team now. ` +
  "They sign in with the password that they have.";

function hintsFor(code: string | null): readonly string[] {
  const detail = code === null ? undefined : noticeWords(code, "agent").detail;
  return detail === undefined ? [] : [detail];
}

/**
 * Sends a new agent an email with a link to set a password. It is no dialog: behind a modal dialog
 * the buttons of a ringing call would be out of reach.
 */
export function InviteAgent({
  onClose,
  onInvited,
}: {
  onClose: () => void;
  onInvited: () => void;
}): ReactElement {
  const client = useCallClient();
  const title = useId();
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.querySelector("input")?.focus(), []);
  const [form, setForm] = useState({ firstName: "", lastName: "", email: "" });
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [hadAccount, setHadAccount] = useState(false);
  const { busy, error, run } = useCommand();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const succeeded = await run(async () => {
      const reply = await client.request(inviteAgent, { body: form });
      setHadAccount(reply.hadAccount === true);
    });
    if (!succeeded) return;
    setSentTo(form.email);
    onInvited();
  };
  const field = (name: keyof typeof form) => ({
    value: form[name],
    required: true,
    maxLength: name === "email" ? 254 : 80,
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <section ref={section} className="invite" aria-labelledby={title}>
      <div className="invite-head">
        <h2 id={title} className="sv-title">
          Invite an agent
        </h2>
        <Button variant="ghost" icon="x" aria-label="Close" onClick={onClose} />
      </div>
      {sentTo === null ? (
        <form className="gate-form" onSubmit={(event) => void submit(event)}>
          <TextField label="First name" autoComplete="off" {...field("firstName")} />
          <TextField label="Last name" autoComplete="off" {...field("lastName")} />
          <TextField label="Email" type="email" autoComplete="off" {...field("email")} />
          <FormError
            code={error}
            hints={hintsFor(error)}
            text={(code) => noticeWords(code, "agent").title}
          />
          <Button type="submit" variant="primary" size="large" icon="mail" aria-busy={busy}>
            Send the invitation
          </Button>
        </form>
      ) : (
        <p role="status">{hadAccount ? joined(sentTo) : invited(sentTo)}</p>
      )}
    </section>
  );
}
