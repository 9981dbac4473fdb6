import { useEffect, useId, useRef, type ReactElement, type RefObject } from "react";
import { maxNotesLength, type CallNotes as SavedNotes } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { Loaded } from "../Loaded.tsx";
import { NotesConflict } from "./NotesConflict.tsx";
import { joinedNotes, type NotesDraft } from "./notes-draft.ts";
import { NotesField } from "./NotesField.tsx";
import { OutcomeSelect } from "./OutcomeSelect.tsx";
import { useCallNotes, type EditedNotes } from "./use-call-notes.ts";

interface Props {
  readonly callId: string;
  readonly title: string;
  /** Rises each time that the agent asks for the notes. They take the focus then. 0: never. */
  readonly request?: number;
  /** Called when the agent writes or chooses something. */
  readonly onWrite?: () => void;
  /** Goes back to the notes of the call that goes on. */
  readonly close?: (() => void) | undefined;
}

/** Shows the notes and the outcome of a call. What the agent changes is saved by itself. */
export function CallNotes({ callId, title, request = 0, onWrite, close }: Props): ReactElement {
  const notes = useCallNotes(callId);
  const titleId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const isLoaded = notes.saved !== null;
  useEffect(() => {
    if (request > 0 && isLoaded) field.current?.focus();
  }, [request, isLoaded]);
  const { saved, draft, loadError: error, isSlow: slow, reload } = notes;
  const data = saved === null || draft === null ? null : { saved, draft };
  const change: EditedNotes["change"] = (next) => {
    notes.change(next);
    onWrite?.();
  };
  return (
    <section className="card notes" aria-labelledby={titleId}>
      <div className="notes-head">
        <h3 id={titleId} className="card-title">
          {title}
        </h3>
        {close === undefined ? null : (
          <Button size="small" variant="ghost" icon="x" aria-label="Close" onClick={close} />
        )}
      </div>
      <Loaded resource={{ data, error, slow, reload }} rows={2} label="Loading notes">
        {(loaded) => <Fields {...loaded} notes={{ ...notes, change }} field={field} />}
      </Loaded>
    </section>
  );
}

function Fields({
  notes,
  saved,
  draft,
  field,
}: {
  notes: EditedNotes;
  saved: SavedNotes;
  draft: NotesDraft;
  field: RefObject<HTMLTextAreaElement | null>;
}): ReactElement {
  const { content } = draft;
  // The pressed button goes, so the focus moves to the text.
  const choose = (command: () => void): void => {
    command();
    field.current?.focus();
  };
  return (
    <div className="notes-fields">
      <NotesField notes={notes} text={content.notes} field={field} />
      {notes.theirs === null ? null : (
        <NotesConflict
          theirs={notes.theirs}
          takeTheirs={() => choose(notes.takeTheirs)}
          keepMine={() => choose(notes.keepMine)}
          keepBoth={
            joinedNotes(draft, notes.theirs).length > maxNotesLength
              ? undefined
              : () => choose(notes.keepBoth)
          }
        />
      )}
      <OutcomeSelect
        saved={saved}
        value={content.disposition}
        disabled={notes.isReadOnly}
        change={(disposition) => notes.change({ disposition })}
      />
    </div>
  );
}
