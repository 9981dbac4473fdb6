import { useId, type InputHTMLAttributes, type ReactElement } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** Unit of a number, such as `seconds`. It stands in the field. */
  readonly unit?: string;
  /** Problem of the present value. It replaces the hint. */
  readonly problem?: string | undefined;
}

/** A labelled text field. */
export function TextField({ label, hint, unit, problem, ...input }: Props): ReactElement {
  const id = useId();
  const descriptionId = useId();
  const description = problem ?? hint;
  const field = (
    <input
      id={id}
      aria-invalid={problem !== undefined}
      aria-describedby={description === undefined ? undefined : descriptionId}
      {...input}
    />
  );
  return (
    <div className="sv-field">
      <label htmlFor={id}>
        {label} {unit === undefined ? null : <span className="sv-visually-hidden">in {unit}</span>}
      </label>
      {unit === undefined ? (
        field
      ) : (
        <span className="field-with-unit">
          {field}
          <span className="field-unit" aria-hidden="true">
            {unit}
          </span>
        </span>
      )}
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
