import { useId, type ReactElement } from "react";
import type { CallNotes } from "@synapse-voice/contract";

/**
 * List from which the agent chooses the disposition. A chosen one that an admin has removed is a
 * further option until another one is chosen. Nothing shows if there is nothing to choose.
 */
export function OutcomeSelect({
  saved,
  value,
  disabled,
  change,
}: {
  saved: CallNotes;
  /** Id of the disposition; null for none. */
  value: string | null;
  disabled: boolean;
  change: (disposition: string | null) => void;
}): ReactElement | null {
  const id = useId();
  const { dispositions } = saved;
  const isRemoved = value !== null && !dispositions.some((one) => one.id === value);
  if (dispositions.length === 0 && !isRemoved) return null;
  const removedLabel = (saved.disposition === value ? saved.dispositionLabel : null) ?? value;
  return (
    <div className="sv-field">
      <label htmlFor={id}>Outcome</label>
      <select
        id={id}
        disabled={disabled}
        value={value ?? ""}
        onChange={({ target }) => change(target.value === "" ? null : target.value)}
      >
        <option value="">None</option>
        {isRemoved ? <option value={value}>{removedLabel}</option> : null}
        {dispositions.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </select>
    </div>
  );
}
