import { useId, type InputHTMLAttributes, type ReactElement } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with what stands in it; replaces the hint. */
  readonly problem?: string | undefined;
}

/** A labelled field. */
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
