import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";
import { toE164 } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { TextField } from "../forms/TextField.tsx";

/**
 * Changes a person's phone number, by which links such as `tel:` find them. It stands in the row of
 * the person, as a question does. What was typed stays until it is saved.
 */
export function PhoneForm({
  name,
  phone,
  busy,
  save,
  cancel,
}: {
  readonly name: string;
  readonly phone: string | null;
  readonly busy: boolean;
  /** Saves the number in E.164, or removes it. */
  readonly save: (phone: string | null) => void;
  readonly cancel: () => void;
}): ReactElement {
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(phone ?? "");
  const [hasProblem, setHasProblem] = useState(false);
  useEffect(() => form.current?.querySelector("input")?.select(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = typed.trim();
    const number = text === "" ? null : toE164(text);
    setHasProblem(text !== "" && number === null);
    if (text === "" || number !== null) save(number);
  };
  return (
    <form ref={form} className="phone-form" noValidate onSubmit={submit}>
      <TextField
        label={`Phone number of ${name}`}
        type="tel"
        autoComplete="off"
        maxLength={64}
        value={typed}
        hint="With country code. Leave it empty to remove it."
        problem={
          hasProblem
            ? "Begin with the country code and leave out extensions, such as +49 30 123456."
            : undefined
        }
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="confirm-buttons">
        <Button type="submit" variant="primary" aria-busy={busy}>
          Save
        </Button>
        <Button onClick={cancel}>Cancel</Button>
      </div>
    </form>
  );
}
