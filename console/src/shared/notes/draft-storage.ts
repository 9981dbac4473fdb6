import * as v from "valibot";
import { NotesDraft } from "./notes-draft.ts";

const prefix = "synapse-voice.notes.";
const Stored = v.pipe(v.string(), v.parseJson(), NotesDraft);

/** Unsaved notes by call id. They outlive a reload of the page, but not its tab. */
export interface DraftStorage {
  load(callId: string): NotesDraft | null;
  save(callId: string, draft: NotesDraft): void;
  remove(callId: string): void;
  /** Returns the ids of the calls that have unsaved notes. */
  callIds(): readonly string[];
}

/** Makes the storage of a person's unsaved notes in this tab. */
export function createDraftStorage(userId: string): DraftStorage {
  const keyOf = (callId: string): string => `${prefix}${userId}.${callId}`;
  return {
    load: (callId) =>
      attempt(() => {
        const stored = v.safeParse(Stored, sessionStorage.getItem(keyOf(callId)));
        return stored.success ? stored.output : null;
      }),
    save: (callId, draft) =>
      void attempt(() => sessionStorage.setItem(keyOf(callId), JSON.stringify(draft))),
    remove: (callId) => void attempt(() => sessionStorage.removeItem(keyOf(callId))),
    callIds: () =>
      storedKeys()
        .filter((key) => key.startsWith(keyOf("")))
        .map((key) => key.slice(keyOf("").length)),
  };
}

/** Removes all unsaved notes of this tab, after a sign-out. */
export function clearDrafts(): void {
  for (const key of storedKeys())
    if (key.startsWith(prefix)) attempt(() => sessionStorage.removeItem(key));
}

const storedKeys = (): readonly string[] => attempt(() => Object.keys(sessionStorage)) ?? [];

/** Returns null without storage. Unsaved notes are then lost with the page. */
function attempt<T>(access: () => T): T | null {
  try {
    return access();
  } catch {
    return null;
  }
}
