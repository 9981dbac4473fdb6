import { useId, type InputHTMLAttributes, type ReactElement } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with what stands in it; replaces the hint. */
  readonly problem?: string | undefined;
}

/** A labelled field. */
export function Field({ label, hint, problem, ...input }: Props): ReactElement {
  const id = useId();
  const noteId = useId();
  const note = problem ?? hint;
  return (
    <div className="sv-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        {...input}
      />
      {note === undefined ? null : (
        <p
          id={noteId}
          className={problem === undefined ? "sv-secondary" : "sv-secondary field-problem"}
        >
          {note}
        </p>
      )}
    </div>
  );
}
