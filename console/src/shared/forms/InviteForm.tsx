import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from "react";
import { Button, noticeWords } from "@synapse-voice/react";
import { FormError } from "./FormError.tsx";
import { TextField } from "./TextField.tsx";
import { useCommand } from "./use-command.ts";

/** The names and the address of a person who is invited. */
export interface Invitee {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

interface Props {
  readonly title: string;
  /** Sends the invitation. Resolves to true if the person had an account already, and got no mail. */
  readonly send: (invitee: Invitee) => Promise<boolean>;
  /** Says what happened, by the person's address. */
  readonly texts: {
    readonly invited: (email: string) => string;
    readonly joined: (email: string) => string;
  };
  /** Further fields. */
  readonly children?: ReactElement;
  readonly onClose: () => void;
  readonly onInvited: () => void;
}

const nobody: Invitee = { firstName: "", lastName: "", email: "" };

function hintsFor(code: string | null): readonly string[] {
  const detail = code === null ? undefined : noticeWords(code, "agent").detail;
  return detail === undefined ? [] : [detail];
}

/**
 * Sends a person an email with a link to set a password. It is no dialog: behind a modal dialog the
 * buttons of a ringing call would be out of reach.
 */
export function InviteForm({
  title,
  send,
  texts,
  children,
  onClose,
  onInvited,
}: Props): ReactElement {
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.querySelector("input")?.focus(), []);
  const [form, setForm] = useState(nobody);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [hadAccount, setHadAccount] = useState(false);
  const { busy, error, run } = useCommand();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const succeeded = await run(async () => setHadAccount(await send(form)));
    if (!succeeded) return;
    setSentTo(form.email);
    onInvited();
  };
  const field = (name: keyof Invitee) => ({
    value: form[name],
    required: true,
    maxLength: name === "email" ? 254 : 80,
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <section ref={section} className="invite" aria-labelledby={titleId}>
      <div className="invite-head">
        <h2 id={titleId} className="sv-title">
          {title}
        </h2>
        <Button variant="ghost" icon="x" aria-label="Close" onClick={onClose} />
      </div>
      {sentTo === null ? (
        <form className="gate-form" onSubmit={(event) => void submit(event)}>
          <TextField label="First name" autoComplete="off" {...field("firstName")} />
          <TextField label="Last name" autoComplete="off" {...field("lastName")} />
          <TextField label="Email" type="email" autoComplete="off" {...field("email")} />
          {children}
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
        <p role="status">{hadAccount ? texts.joined(sentTo) : texts.invited(sentTo)}</p>
      )}
    </section>
  );
}
