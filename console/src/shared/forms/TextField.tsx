import { useId, type InputHTMLAttributes, type ReactElement } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** Problem of the present value. It replaces the hint. */
  readonly problem?: string | undefined;
}

/** A labelled text field. */
export function TextField({ label, hint, problem, ...input }: Props): ReactElement {
  const id = useId();
  const descriptionId = useId();
  const description = problem ?? hint;
  return (
    <div className="sv-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={description === undefined ? undefined : descriptionId}
        {...input}
      />
      {description === undefined ? null : (
        <p
          id={descriptionId}
          className={problem === undefined ? "sv-secondary" : "sv-secondary field-problem"}
        >
          {description}
        </p>
      )}
    </div>
  );
}
