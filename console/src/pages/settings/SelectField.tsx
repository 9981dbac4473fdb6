import { useId, type ReactElement } from "react";

interface Props<Value extends string> {
  readonly label: string;
  readonly hint: string;
  readonly value: Value;
  /** Every value with its words, in the order of the list. */
  readonly options: Readonly<Record<Value, string>>;
  readonly change: (value: Value) => void;
}

/** A labelled list to choose one value from. */
export function SelectField<Value extends string>({
  label,
  hint,
  value,
  options,
  change,
}: Props<Value>): ReactElement {
  const id = useId();
  const descriptionId = useId();
  const values = Object.keys(options) as Value[];
  return (
    <div className="sv-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        aria-describedby={descriptionId}
        value={value}
        onChange={(event) => change(values[event.target.selectedIndex] ?? value)}
      >
        {values.map((option) => (
          <option key={option} value={option}>
            {options[option]}
          </option>
        ))}
      </select>
      <p id={descriptionId} className="sv-secondary">
        {hint}
      </p>
    </div>
  );
}
