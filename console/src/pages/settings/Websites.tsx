import { useId, type ReactElement } from "react";

/** Field for the origins of pages that may make calls, one per line. */
export function Websites({
  value,
  problem,
  change,
}: {
  value: string;
  problem: string | undefined;
  change: (value: string) => void;
}): ReactElement {
  const id = useId();
  const descriptionId = useId();
  return (
    <div className="sv-field">
      <label htmlFor={id}>Websites</label>
      <textarea
        id={id}
        rows={4}
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={descriptionId}
        placeholder="https://portal.example.com"
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <p
        id={descriptionId}
        className={problem === undefined ? "sv-secondary" : "sv-secondary field-problem"}
      >
        {problem ?? "Addresses of the pages that may make calls for your company, one a line."}
      </p>
    </div>
  );
}
