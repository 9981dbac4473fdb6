import { useId, type ReactElement } from "react";

interface Props<Value extends string> {
  readonly label: string;
  readonly hint: string;
  readonly value: Value;
  /** All values with their labels, in the order of the list. */
  readonly options: Readonly<Record<Value, string>>;
  readonly change: (value: Value) => void;
}

/** A labelled list from which one value is chosen. */
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
