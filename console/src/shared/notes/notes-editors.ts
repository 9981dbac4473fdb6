import { createContext, useContext } from "react";
import type { CallClient } from "@synapse-voice/client";
import type { DraftStorage } from "./draft-storage.ts";
import { createNotesEditor, type NotesEditor } from "./notes-editor.ts";
import { canSave, isUnsaved } from "./notes-state.ts";

/** Longest time in ms for which the end of the wrap-up, or of the session, waits for a save. */
const flushTimeoutMs = 3_000;

/** Time in ms between two attempts to save what could not be saved. */
const retryIntervalMs = 10_000;

/** Editors that are remembered. Far fewer are on the screen at the same time. */
const maxEditors = 50;

/** The editors of all calls, one for each. */
export interface NotesEditors {
  editorOf(callId: string): NotesEditor;
  /**
   * Saves what is unsaved: at once what is stored from before a reload of the page, again when the
   * connection is back and every 10 s, and when the page is hidden. Returns a function that ends
   * this.
   */
  readonly start: () => () => void;
  /** Saves what is changed. Resolves once that has succeeded or failed, after 3 s at the latest. */
  readonly flush: () => Promise<void>;
  /** Returns true if notes are unsaved, also while the agent has something to choose first. */
  readonly hasUnsaved: () => boolean;
  /**
   * Calls the listener when notes that were changed are no longer shown. Returns a function that
   * ends this.
   */
  readonly onChanged: (listener: () => void) => () => void;
  /** Returns the ids of the calls whose notes could not be saved and are not shown. */
  readonly getUnsavedElsewhere: () => readonly string[];
  /** Calls the listener when the result of `getUnsavedElsewhere` has changed. */
  readonly onUnsavedElsewhere: (listener: () => void) => () => void;
}

/** Makes the editors of the person who is signed in. */
export function createNotesEditors(
  client: Pick<CallClient, "readNotes" | "saveNotes" | "getState" | "subscribe">,
  storage: DraftStorage,
): NotesEditors {
  const editors = new Map<string, NotesEditor>();
  const changed = createListeners();
  const unsavedChanged = createListeners();
  let unsavedElsewhere: readonly string[] = [];
  const retries = createRetries(storage, () => resume());
  const update = (): void => {
    retries.schedule();
    const next = [...editors].filter(([, editor]) => needsAttention(editor)).map(([id]) => id);
    if (next.join() === unsavedElsewhere.join()) return;
    unsavedElsewhere = next;
    unsavedChanged.notify();
  };
  const editorOf = (callId: string): NotesEditor => {
    const known = editors.get(callId);
    if (known !== undefined) return known;
    const editor = createNotesEditor({
      callId,
      client,
      storage,
      onChanged: changed.notify,
      onState: update,
    });
    if (editors.size >= maxEditors) forgetOne(editors);
    editors.set(callId, editor);
    return editor;
  };
  const unsaved = (): readonly NotesEditor[] =>
    [...editors.values()].filter((editor) => {
      const state = editor.getState();
      return state.isSaving || canSave(state);
    });
  const flush = async (): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, flushTimeoutMs);
    });
    const saves = Promise.all(unsaved().map((editor) => editor.save()));
    await Promise.race([saves, timeout]);
    clearTimeout(timer);
  };
  const resume = (): void => {
    for (const callId of storage.callIds()) editorOf(callId).resume();
  };
  return {
    editorOf,
    start: () => {
      resume();
      const stops = [retries.start(), onConnected(client, resume), onHidden(() => void flush())];
      return () => {
        for (const stop of stops) stop();
      };
    },
    flush,
    hasUnsaved: () =>
      storage.callIds().length > 0 ||
      [...editors.values()].some(({ getState }) => isUnsaved(getState())),
    onChanged: changed.add,
    getUnsavedElsewhere: () => unsavedElsewhere,
    onUnsavedElsewhere: unsavedChanged.add,
  };
}

/** Runs `retry` every 10 s while unsaved notes are stored. Without any, an idle page has no timer. */
function createRetries(storage: DraftStorage, retry: () => void) {
  let isStarted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = (): void => {
    if (!isStarted || timer !== undefined || storage.callIds().length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      retry();
      schedule();
    }, retryIntervalMs);
  };
  return {
    /** Looks whether there are any. Call it whenever notes have changed. */
    schedule,
    /** Starts. The result ends it. */
    start: () => {
      isStarted = true;
      schedule();
      return () => {
        isStarted = false;
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}

/** Removes the oldest editor that no screen shows and that has nothing unsaved. */
function forgetOne(editors: Map<string, NotesEditor>): void {
  for (const [callId, { isShown, getState }] of editors) {
    if (isShown() || isUnsaved(getState()) || getState().isSaving) continue;
    editors.delete(callId);
    return;
  }
}

/** Returns true for notes that could not be saved and that no screen shows. */
function needsAttention({ isShown, getState }: NotesEditor): boolean {
  const state = getState();
  if (isShown()) return false;
  if (state.draft === null) return state.loadError !== null;
  return isUnsaved(state) && (state.theirs !== null || state.saveError !== null);
}

function createListeners() {
  const listeners = new Set<() => void>();
  return {
    notify: () => {
      for (const listener of listeners) listener();
    },
    add: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Calls back when the server can be reached again. */
function onConnected(
  { getState, subscribe }: Pick<CallClient, "getState" | "subscribe">,
  callback: () => void,
): () => void {
  let before = getState().connection;
  return subscribe(() => {
    const { connection } = getState();
    const isBack = before === "offline" && connection !== "offline";
    before = connection;
    if (isBack) callback();
  });
}

/** Calls back when the page is hidden, after which it may be closed. */
function onHidden(callback: () => void): () => void {
  const listener = (): void => {
    if (document.visibilityState === "hidden") callback();
  };
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Context of the editors; null outside a provider. */
export const NotesEditorsContext = createContext<NotesEditors | null>(null);

/** Returns the editors of all calls. Throws outside a provider. */
export function useNotesEditors(): NotesEditors {
  const editors = useContext(NotesEditorsContext);
  if (editors === null) throw new Error("no notes");
  return editors;
}
