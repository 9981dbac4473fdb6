import { previewOf } from "../notes-preview.ts";
import type { NotedCall, NotesStore, StoredNotes } from "./notes-store.ts";

/** Notes in memory. */
export interface FakeNotesStore extends NotesStore {
  addCall(tenantId: string, callId: string, agentIds: readonly string[]): void;
  /** Deletes the record of a call. */
  deleteCall(callId: string): void;
}

type StoredCall = NotedCall & { readonly tenantId: string };

export function createFakeNotesStore(): FakeNotesStore {
  const calls = new Map<string, StoredCall>();
  const callOf = (tenantId: string, callId: string): StoredCall | null => {
    const call = calls.get(callId.toLowerCase());
    return call?.tenantId === tenantId ? call : null;
  };
  return {
    addCall: (tenantId, callId, agentIds) =>
      void calls.set(callId, { tenantId, agentIds, notes: null }),
    deleteCall: (callId) => void calls.delete(callId),
    async find(tenantId, callId) {
      const call = callOf(tenantId, callId);
      return call && { agentIds: call.agentIds, notes: call.notes };
    },
    async save(tenantId, callId, notes: StoredNotes) {
      const call = callOf(tenantId, callId);
      if (!call || (call.notes?.version ?? 0) !== notes.version - 1) return false;
      calls.set(callId.toLowerCase(), { ...call, notes });
      return true;
    },
    ofCalls: async (tenantId, callIds) =>
      new Map(
        callIds.flatMap((callId) => {
          const notes = callOf(tenantId, callId)?.notes;
          return notes
            ? [[callId, { notes: previewOf(notes.text), disposition: notes.disposition }] as const]
            : [];
        }),
      ),
  };
}
