import { ApiError, type CallClient } from "@synapse-voice/client";
import type { DraftStorage } from "./draft-storage.ts";
import { isChanged, type NotesContent } from "./notes-draft.ts";
import {
  canSave,
  changeToSave,
  isUnsaved,
  nothingLoaded,
  withBoth,
  withChange,
  withLoaded,
  withMine,
  withRefusal,
  withSaved,
  withTheirs,
  type NotesState,
} from "./notes-state.ts";
import { createSaveQueue } from "./save-queue.ts";

/** Time in ms after which the screen shows that the notes load. */
const slowAfterMs = 300;

/** Edits the notes of one call. All screens that show them share it. */
export interface NotesEditor {
  readonly getState: () => NotesState;
  /** Returns true while a screen shows the notes. */
  readonly isShown: () => boolean;
  /**
   * The first listener loads the notes. When the last one has gone, what is changed is saved. What
   * can't be saved stays.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /** Takes what the agent typed or chose, and saves it a little later. */
  readonly change: (change: Partial<NotesContent>) => void;
  /** Saves what is changed. Resolves once that has succeeded or failed. */
  readonly save: () => Promise<void>;
  /** Saves what is changed, or else what is stored from before a reload, unless that is refused. */
  readonly resume: () => void;
  /** Loads the notes again after a failure. */
  readonly reload: () => void;
  /** Drops the draft for the newer notes of someone else. */
  readonly takeTheirs: () => void;
  /** Saves the draft in place of the newer notes. */
  readonly keepMine: () => void;
  /** Saves the newer notes with those of the draft below them. */
  readonly keepBoth: () => void;
}

export interface NotesEditorDeps {
  readonly callId: string;
  readonly client: Pick<CallClient, "readNotes" | "saveNotes">;
  readonly storage: DraftStorage;
  /** Called after the last listener has gone, if the saved notes have changed meanwhile. */
  readonly onChanged: () => void;
  /** Called after each change of the state, and when the first listener comes or the last one goes. */
  readonly onState: () => void;
}

const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError("unknown");

/** Makes the editor of a call's notes. It loads nothing before it has a listener. */
export function createNotesEditor(deps: NotesEditorDeps): NotesEditor {
  const { callId, client, storage, onChanged, onState } = deps;
  const listeners = new Set<() => void>();
  let state = nothingLoaded;
  let loadedVersion: number | null = null;
  const set = (next: NotesState): void => {
    if (next.draft !== state.draft || next.isReadOnly !== state.isReadOnly)
      storeDraft(next, callId, storage);
    state = next;
    for (const listener of listeners) listener();
    onState();
  };
  /** Forgets notes that are neither shown nor unsaved, so that they load again next time. */
  const release = (): void => {
    if (listeners.size > 0 || isUnsaved(state) || storage.load(callId) !== null) return;
    loader.cancel();
    const version = state.saved?.version ?? null;
    state = nothingLoaded;
    if (version !== loadedVersion) onChanged();
    loadedVersion = null;
    onState();
  };
  const queue = createSaveQueue(async () => {
    const { draft } = state;
    const change = changeToSave(state);
    if (draft === null || change === null) return;
    set({ ...state, isSaving: true });
    try {
      // First the reply: the state may change while it is awaited.
      const saved = await client.saveNotes(callId, change);
      set(withSaved(state, draft.content, saved));
    } catch (error) {
      set(withRefusal(state, draft.content, toApiError(error)));
      // An earlier save had succeeded, and only its reply was lost.
      if (canSave(state) && state.saveError === null) void queue.now();
    }
  }, release);
  const loader = createLoader(
    () => client.readNotes(callId),
    (result) => {
      if (typeof result === "function") return set(result(state));
      loadedVersion = result.version;
      set(withLoaded(result, storage.load(callId)));
      if (canSave(state)) void queue.now();
      else release();
    },
  );
  const choose = (choice: (before: NotesState) => NotesState): void => {
    set(choice(state));
    void queue.now();
  };
  return {
    getState: () => state,
    isShown: () => listeners.size > 0,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1 && state.draft === null) loader.load();
      onState();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) void queue.now();
        onState();
      };
    },
    change: (change) => {
      set(withChange(state, change));
      if (canSave(state)) queue.soon();
    },
    save: queue.now,
    resume: () => {
      if (state.draft === null && isTemporary(state.loadError)) loader.loadAgain();
      else if (canSave(state) && isTemporary(state.saveError)) void queue.now();
    },
    reload: loader.load,
    takeTheirs: () => choose(withTheirs),
    keepMine: () => choose(withMine),
    keepBoth: () => choose(withBoth),
  };
}

/** Codes of errors that another attempt does not change. */
const lastingErrors: ReadonlySet<string> = new Set([
  "call_not_found",
  "forbidden",
  "invalid_request",
]);

const isTemporary = (code: string | null): boolean => code === null || !lastingErrors.has(code);

/** Stores an unsaved draft, and removes one that is saved or that can't be. */
function storeDraft(
  { draft, isReadOnly }: NotesState,
  callId: string,
  storage: DraftStorage,
): void {
  if (draft !== null && isChanged(draft) && !isReadOnly) storage.save(callId, draft);
  else storage.remove(callId);
}

/** Loads, and passes on the result or a change of the state. Results of older loads are dropped. */
function createLoader<T extends object>(
  read: () => Promise<T>,
  pass: (result: T | ((state: NotesState) => NotesState)) => void,
) {
  let latest = 0;
  const load = async (): Promise<void> => {
    latest += 1;
    const current = latest;
    const isLatest = (): boolean => current === latest;
    const timer = setTimeout(() => {
      if (isLatest()) pass((state) => ({ ...state, isSlow: true }));
    }, slowAfterMs);
    try {
      const result = await read();
      if (isLatest()) pass(result);
    } catch (error) {
      const { code } = toApiError(error);
      if (isLatest()) pass((state) => ({ ...state, loadError: code, isSlow: false }));
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    load: () => {
      pass((state) => ({ ...state, loadError: null }));
      void load();
    },
    /** Loads, and keeps the last error until then. */
    loadAgain: () => void load(),
    cancel: () => void (latest += 1),
  };
}
