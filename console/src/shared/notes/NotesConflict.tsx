import { useId, type ReactElement } from "react";
import type { CallNotes } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { changedByWords } from "./notes-words.ts";

/**
 * Shows the newer notes that someone else has saved meanwhile. The agent's own ones stay in the
 * fields, unsaved, until the agent chooses.
 */
export function NotesConflict({
  theirs,
  takeTheirs,
  keepMine,
  keepBoth,
}: {
  theirs: CallNotes;
  takeTheirs: () => void;
  keepMine: () => void;
  /** Undefined if both are too long together. */
  keepBoth: (() => void) | undefined;
}): ReactElement {
  const titleId = useId();
  const textId = useId();
  return (
    <div className="notes-conflict" role="group" aria-labelledby={titleId}>
      <p id={titleId} className="sv-row-name" role="alert">
        {changedByWords(theirs)}
      </p>
      <div className="sv-field">
        <label htmlFor={textId}>Newer notes</label>
        <textarea id={textId} rows={4} readOnly placeholder="No notes" value={theirs.notes} />
      </div>
      {theirs.dispositions.length === 0 && theirs.disposition === null ? null : (
        <p className="sv-secondary">Outcome: {theirs.dispositionLabel ?? "None"}</p>
      )}
      <div className="notes-choice">
        {keepBoth === undefined ? null : (
          <Button size="small" onClick={keepBoth}>
            Keep both
          </Button>
        )}
        <Button size="small" onClick={takeTheirs}>
          Use theirs
        </Button>
        <Button size="small" onClick={keepMine}>
          Keep mine
        </Button>
      </div>
    </div>
  );
}
