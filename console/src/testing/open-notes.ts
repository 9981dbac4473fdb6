import { vi } from "vitest";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { createDraftStorage } from "../shared/notes/draft-storage.ts";
import type { NotesContent } from "../shared/notes/notes-draft.ts";
import type { NotesEditor } from "../shared/notes/notes-editor.ts";
import { createNotesEditors, type NotesEditors } from "../shared/notes/notes-editors.ts";
import { statusOf, type SaveStatus } from "../shared/notes/notes-state.ts";

/** Notes of `call-1` that are shown. */
export interface OpenNotes {
  readonly editors: NotesEditors;
  readonly editor: NotesEditor;
  readonly content: () => NotesContent | undefined;
  readonly status: () => SaveStatus;
  readonly close: () => void;
}

/** Shows the notes of `call-1`, as a new page of Ada's does. Needs fake timers. */
export async function openNotes(client: FakeCallClient): Promise<OpenNotes> {
  const editors = createNotesEditors(client, createDraftStorage("ada"));
  const editor = editors.editorOf("call-1");
  const close = editor.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  return {
    editors,
    editor,
    content: () => editor.getState().draft?.content,
    status: () => statusOf(editor.getState()),
    close,
  };
}

/** Returns the changes that were sent, the first one first. */
export const savesOf = (client: FakeCallClient): readonly unknown[] =>
  client.commands.filter(([name]) => name === "saveNotes").map(([, , change]) => change);
