import { useId, type InputHTMLAttributes, type ReactElement } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
}

/** A labelled field. */
export function Field({ label, hint, ...input }: Props): ReactElement {
  const id = useId();
  const hintId = useId();
  return (
    <div className="sv-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-describedby={hint === undefined ? undefined : hintId} {...input} />
      {hint === undefined ? null : (
        <p id={hintId} className="sv-secondary">
          {hint}
        </p>
      )}
    </div>
  );
}
