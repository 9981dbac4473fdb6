import type { Disposition } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/** Notes and disposition of a call, as they are stored. `updatedAt` in ms since the epoch. */
export interface StoredNotes {
  readonly text: string;
  /** The disposition with its label at the time of the choice. */
  readonly disposition: Disposition | null;
  readonly version: number;
  readonly updatedAt: number;
  readonly updatedBy: { readonly userId: string; readonly name: string };
}

/** A call, as far as its notes are concerned. */
export interface NotedCall {
  /** Ids of the agents who are or were parties of the call. */
  readonly agentIds: readonly string[];
  /** Null if nobody has saved any. */
  readonly notes: StoredNotes | null;
}

/** Notes and disposition of a call in a history. */
export interface HistoryNotes {
  /** The beginning of the text, see `previewOf`. */
  readonly notes: string;
  readonly disposition: Disposition | null;
}

export interface NotesStore {
  /** Returns null if the tenant has no such call. */
  find(tenantId: TenantId, callId: string): Promise<NotedCall | null>;
  /**
   * Saves the notes of a call of the tenant. Returns false if their stored version is not the one
   * before `notes.version`. Of several people at the same time, one succeeds.
   */
  save(tenantId: TenantId, callId: string, notes: StoredNotes): Promise<boolean>;
  /** Returns the beginning of the notes of several calls, by call id. Calls without any are missing. */
  ofCalls(
    tenantId: TenantId,
    callIds: readonly string[],
  ): Promise<ReadonlyMap<string, HistoryNotes>>;
}
