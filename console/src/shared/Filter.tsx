import type { ReactElement } from "react";

interface FilterProps<Option extends string> {
  /** Names the group of buttons. */
  readonly label: string;
  /** Text of each option, in the order of the buttons. */
  readonly options: Readonly<Record<Option, string>>;
  readonly value: Option;
  readonly onChange: (option: Option) => void;
}

/** Buttons of which one is pressed: the part of a list that shows. */
export function Filter<Option extends string>({
  label,
  options,
  value,
  onChange,
}: FilterProps<Option>): ReactElement {
  return (
    <div className="filter" role="group" aria-label={label}>
      {(Object.keys(options) as Option[]).map((option) => (
        <button
          key={option}
          type="button"
          className="filter-button sv-focusable"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
        >
          {options[option]}
        </button>
      ))}
    </div>
  );
}
