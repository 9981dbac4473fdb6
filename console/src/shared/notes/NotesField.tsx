import { useId, useState, type ReactElement, type RefObject } from "react";
import { maxNotesLength } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { saveErrorWords } from "./notes-words.ts";
import type { EditedNotes } from "./use-call-notes.ts";

/** Length in characters from which on the length of the notes is shown. */
const counterFrom = 9_500;

/** Field for the text of notes. Below it stands whether they are saved, and how long they are. */
export function NotesField({
  notes,
  text,
  field,
}: {
  notes: EditedNotes;
  text: string;
  field: RefObject<HTMLTextAreaElement | null>;
}): ReactElement {
  const counterId = useId();
  const { length } = text;
  const showsCounter = length >= counterFrom;
  const [isCut, setIsCut] = useState(false);
  return (
    <div className="sv-field">
      <textarea
        ref={field}
        aria-label="Notes"
        aria-describedby={showsCounter ? counterId : undefined}
        rows={6}
        maxLength={maxNotesLength}
        placeholder={notes.isReadOnly ? "No notes" : "What was said, what comes next"}
        readOnly={notes.isReadOnly}
        value={text}
        onPaste={({ clipboardData, currentTarget: { selectionStart, selectionEnd } }) =>
          setIsCut(
            length -
              (selectionEnd - selectionStart) +
              clipboardData.getData("text").replaceAll("\r\n", "\n").length >
              maxNotesLength,
          )
        }
        onChange={(event) => {
          if (event.target.value.length < maxNotesLength) setIsCut(false);
          notes.change({ notes: event.target.value });
        }}
        onBlur={() => void notes.save()}
      />
      <LengthWarning length={length} isCut={isCut} />
      <div className="notes-state">
        <SaveState notes={notes} />
        {showsCounter ? (
          <p id={counterId} className="sv-secondary sv-numbers">
            {numberText(length)} of {numberText(maxNotesLength)} characters
          </p>
        ) : null}
      </div>
    </div>
  );
}

const numberText = (value: number): string => new Intl.NumberFormat().format(value);

/**
 * Warns before the notes are full, and if pasted text was cut. Screen readers read it out once, not
 * with each key as they would a counter.
 */
function LengthWarning({ length, isCut }: { length: number; isCut: boolean }): ReactElement {
  const max = numberText(maxNotesLength);
  const text = isCut
    ? `Your text was cut: notes have at most ${max} characters`
    : length >= maxNotesLength
      ? `Notes are full: they have at most ${max} characters`
      : length >= counterFrom
        ? `At most ${numberText(maxNotesLength - counterFrom)} characters are left`
        : null;
  const isVisible = length >= maxNotesLength;
  return (
    <p role="status" className={isVisible ? "sv-secondary field-problem" : "sv-visually-hidden"}>
      {text}
    </p>
  );
}

/**
 * Says whether the notes are saved. The region is always in the page, so that screen readers read
 * its text out. They skip `Saving…`, which comes with each pause.
 */
function SaveState({ notes: { status, saveError, save } }: { notes: EditedNotes }): ReactElement {
  return (
    <>
      <p role="status" className="sv-secondary">
        {status === "saved" ? "Saved" : null}
        {status === "saving" ? <span aria-hidden="true">Saving…</span> : null}
        {status === "not-saved" ? (
          <span className="field-problem">
            Not saved{saveError === null ? "" : `: ${saveErrorWords(saveError)}`}
          </span>
        ) : null}
        {status === "read-only"
          ? "Only agents of this call, supervisors and admins can change its notes."
          : null}
      </p>
      {status === "not-saved" && saveError !== null ? (
        <Button size="small" onClick={() => void save()}>
          Try again
        </Button>
      ) : null}
    </>
  );
}
