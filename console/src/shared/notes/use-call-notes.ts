import { useSyncExternalStore } from "react";
import type { NotesEditor } from "./notes-editor.ts";
import { useNotesEditors } from "./notes-editors.ts";
import { statusOf, type NotesState, type SaveStatus } from "./notes-state.ts";

/** Notes of a call for the screen, and what the agent can do with them. */
export type EditedNotes = NotesState &
  Omit<NotesEditor, "getState" | "subscribe"> & { readonly status: SaveStatus };

/**
 * Reads the notes of a call, and saves what the agent changes. Each component for the same call
 * shows the same draft. When the last one has gone, what is changed is saved.
 */
export function useCallNotes(callId: string): EditedNotes {
  const { getState, subscribe, ...commands } = useNotesEditors().editorOf(callId);
  const state = useSyncExternalStore(subscribe, getState);
  return { ...state, ...commands, status: statusOf(state) };
}
