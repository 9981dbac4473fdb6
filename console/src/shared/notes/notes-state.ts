import type { CallNotes } from "@synapse-voice/contract";
import type { ApiError } from "@synapse-voice/client";
import {
  changeOf,
  draftOf,
  isChanged,
  isSavedAs,
  joinedNotes,
  newerNotes,
  rebased,
  type NotesContent,
  type NotesDraft,
} from "./notes-draft.ts";

/** Notes of a call on the screen. */
export interface NotesState {
  /** The saved notes. Null until they are loaded. */
  readonly saved: CallNotes | null;
  /** Content of the fields. Null until the notes are loaded. */
  readonly draft: NotesDraft | null;
  /** Code of the error of the last attempt to load; null if it succeeded. */
  readonly loadError: string | null;
  /** True after 300 ms without a reply to the first request. */
  readonly isSlow: boolean;
  readonly isSaving: boolean;
  /** Code of the error of the last attempt to save; null if it succeeded. */
  readonly saveError: string | null;
  /** Newer notes by someone else. The draft is saved only after the agent has chosen. */
  readonly theirs: CallNotes | null;
  /** True if the server does not let this agent change the notes. */
  readonly isReadOnly: boolean;
  /** Notes that were sent without a reply. The server may have saved them. */
  readonly unconfirmed: readonly NotesContent[];
}

/** State before the notes are loaded. */
export const nothingLoaded: NotesState = {
  saved: null,
  draft: null,
  loadError: null,
  isSlow: false,
  isSaving: false,
  saveError: null,
  theirs: null,
  isReadOnly: false,
  unconfirmed: [],
};

/** Status of the draft on the screen. `empty`: nobody has saved notes of this call. */
export type SaveStatus = "empty" | "saved" | "saving" | "not-saved" | "read-only";

/** Returns what the screen says about the draft. A change counts as `saving` from the first key. */
export function statusOf(state: NotesState): SaveStatus {
  if (state.isReadOnly) return "read-only";
  // Also while it is sent again.
  if (state.theirs !== null || state.saveError !== null) return "not-saved";
  if (state.isSaving) return "saving";
  if (state.draft !== null && isChanged(state.draft)) return "saving";
  return state.saved === null || state.saved.version === 0 ? "empty" : "saved";
}

/** Returns true if the draft is not saved, also while the agent has something to choose first. */
export const isUnsaved = ({ draft, isReadOnly }: NotesState): boolean =>
  draft !== null && isChanged(draft) && !isReadOnly;

/** Returns true if there is something to save, and the agent has nothing to choose first. */
export const canSave = (state: NotesState): boolean => isUnsaved(state) && state.theirs === null;

/** Returns the draft as a change for the API. Null if there is nothing to save. */
export const changeToSave = (state: NotesState) =>
  state.draft === null || !canSave(state) ? null : changeOf(state.draft);

/** Takes the notes that were loaded. `stored` is the draft of before a reload of the page. */
export function withLoaded(saved: CallNotes, stored: NotesDraft | null): NotesState {
  const loaded = { ...nothingLoaded, saved };
  if (stored === null || isSavedAs(stored.content, saved))
    return { ...loaded, draft: draftOf(saved) };
  const isNewer = stored.version !== saved.version;
  return { ...loaded, draft: stored, theirs: isNewer ? saved : null };
}

/** Takes what the agent typed or chose. */
export const withChange = (state: NotesState, change: Partial<NotesContent>): NotesState =>
  state.draft === null || state.isReadOnly
    ? state
    : { ...state, draft: { ...state.draft, content: { ...state.draft.content, ...change } } };

/** Takes the reply to a save. What was typed since `sent` stays, as a change. */
export const withSaved = (state: NotesState, sent: NotesContent, saved: CallNotes): NotesState => ({
  ...state,
  saved,
  // The server trims the text. The field keeps it, so that the cursor stays where it is.
  draft: { content: state.draft?.content ?? sent, base: sent, version: saved.version },
  isSaving: false,
  saveError: null,
  unconfirmed: [],
});

/** Takes the error of a save. */
export function withRefusal(state: NotesState, sent: NotesContent, error: ApiError): NotesState {
  const refused = { ...state, isSaving: false };
  if (error.code === "forbidden") return { ...refused, isReadOnly: true, saveError: null };
  const newer =
    error.code === "notes_changed" && state.saved !== null
      ? newerNotes(error.problem, state.saved)
      : null;
  if (newer !== null) {
    const ownSave = state.unconfirmed.find((content) => isSavedAs(content, newer));
    return ownSave === undefined
      ? { ...refused, theirs: newer, saveError: null }
      : withSaved(state, ownSave, newer);
  }
  // The draft is the same object for as long as nothing is typed.
  const isKnown = error.status !== 0 || state.unconfirmed.includes(sent);
  return {
    ...refused,
    saveError: error.code,
    unconfirmed: isKnown ? state.unconfirmed : [...state.unconfirmed, sent],
  };
}

/** Drops the draft for the newer notes. */
export const withTheirs = (state: NotesState): NotesState =>
  state.theirs === null
    ? state
    : { ...state, saved: state.theirs, draft: draftOf(state.theirs), theirs: null };

/** Bases the draft on the newer notes, which the next save replaces. */
export const withMine = (state: NotesState): NotesState =>
  state.theirs === null || state.draft === null
    ? state
    : {
        ...state,
        saved: state.theirs,
        draft: rebased(state.draft, state.theirs),
        theirs: null,
      };

/** Puts what the draft adds below the newer notes. The next save replaces those. */
export const withBoth = (state: NotesState): NotesState =>
  state.theirs === null || state.draft === null
    ? state
    : withMine({
        ...state,
        draft: {
          ...state.draft,
          content: { ...state.draft.content, notes: joinedNotes(state.draft, state.theirs) },
        },
      });
