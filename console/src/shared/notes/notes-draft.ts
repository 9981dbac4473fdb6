import {
  plainText,
  type CallNotes,
  type CallNotesChange,
  type Problem,
} from "@synapse-voice/contract";
import * as v from "valibot";

/** Text and disposition of a call, as the fields show them. */
export const NotesContent = v.object({
  notes: v.string(),
  /** Id of the disposition; null for none. */
  disposition: v.nullable(v.string()),
});
export type NotesContent = Readonly<v.InferOutput<typeof NotesContent>>;

/** Notes that an agent edits, and the saved ones on which they are based. */
export const NotesDraft = v.object({
  content: NotesContent,
  base: NotesContent,
  /** Version of the saved notes. */
  version: v.number(),
});
export type NotesDraft = Readonly<v.InferOutput<typeof NotesDraft>>;

const contentOf = ({ notes, disposition }: CallNotes): NotesContent => ({ notes, disposition });

/** Makes a draft of saved notes, without changes. */
export const draftOf = (saved: CallNotes): NotesDraft => ({
  content: contentOf(saved),
  base: contentOf(saved),
  version: saved.version,
});

const isSame = (one: NotesContent, other: NotesContent): boolean =>
  one.notes === other.notes && one.disposition === other.disposition;

/** Returns true if the draft differs from what is saved. */
export const isChanged = ({ content, base }: NotesDraft): boolean => !isSame(content, base);

/** Returns true if these notes are saved. The server removes marks and blanks at both ends. */
export const isSavedAs = ({ notes, disposition }: NotesContent, saved: CallNotes): boolean =>
  plainText(notes) === saved.notes && disposition === saved.disposition;

/** Returns what the draft changes, in the form of the API. The rest is left out, so it stays. */
export const changeOf = ({ content, base, version }: NotesDraft): CallNotesChange => ({
  ...(content.notes === base.notes ? {} : { notes: content.notes }),
  ...(content.disposition === base.disposition ? {} : { disposition: content.disposition }),
  version,
});

/** Bases a draft on newer notes. What the draft does not change is taken from them. */
export const rebased = ({ content, base }: NotesDraft, newer: CallNotes): NotesDraft => ({
  content: {
    notes: content.notes === base.notes ? newer.notes : content.notes,
    disposition: content.disposition === base.disposition ? newer.disposition : content.disposition,
  },
  base: contentOf(newer),
  version: newer.version,
});

/** Returns the newer notes, and below them what the draft adds to those on which it is based. */
export function joinedNotes({ content, base }: NotesDraft, newer: CallNotes): string {
  const isAddition = content.notes.startsWith(base.notes) && newer.notes.startsWith(base.notes);
  const own = (isAddition ? content.notes.slice(base.notes.length) : content.notes).trim();
  return [newer.notes, own].filter((text) => text !== "").join("\n");
}

/**
 * Returns the newer notes that `notes_changed` brings, on top of those known before. Null if the
 * error lacks them.
 */
export function newerNotes(problem: Problem | null, known: CallNotes): CallNotes | null {
  if (problem?.notes === undefined || problem.version === undefined) return null;
  const { notes, version, disposition = null, answeredBy } = problem;
  const all = [
    ...known.dispositions,
    { id: known.disposition, label: known.dispositionLabel ?? known.disposition },
  ];
  return {
    ...known,
    notes,
    disposition,
    dispositionLabel: all.find(({ id }) => id === disposition)?.label ?? disposition,
    version,
    updatedBy: answeredBy === undefined ? null : { supabaseUserId: "", name: answeredBy },
  };
}
