import type { ReactElement } from "react";

/** Shows grey rows in the place of a list that loads. */
export function Skeleton({ rows, label }: { rows: number; label: string }): ReactElement {
  return (
    <div className="sv-list" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_row, index) => (
        <div key={index} className="sv-row sv-skeleton" aria-hidden="true">
          <span className="sv-skeleton-disc" />
          <span className="sv-skeleton-lines" />
        </div>
      ))}
    </div>
  );
}
