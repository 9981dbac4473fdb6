import type { ReactElement } from "react";
import type { HistoryEntry } from "@synapse-voice/contract";
import { summaryOf } from "./notes-words.ts";

/**
 * Shows the outcome of a past call and the first two lines of its notes, for lists. Nothing shows
 * if it has neither.
 */
export function NotesSummary({
  entry: { notes = "", disposition = null },
}: {
  entry: Pick<HistoryEntry, "notes" | "disposition">;
}): ReactElement | null {
  const text = summaryOf(notes);
  if (text === "" && disposition === null) return null;
  return (
    <span className="notes-summary">
      {disposition === null ? null : (
        <span className="chip">
          <span className="sv-visually-hidden">Outcome: </span>
          {disposition.label}
        </span>
      )}
      {text === "" ? null : <span className="notes-lines">{text}</span>}
    </span>
  );
}
