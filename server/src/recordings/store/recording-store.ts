import type { RecordingMetadata, RecordingState } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/** A recording as it is stored. Times are ms since the epoch. */
export interface StoredRecording {
  readonly state: RecordingState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly expectedSeconds: number | null;
  readonly recordedLeft: number | null;
  readonly recordedRight: number | null;
  /** Null until the file is finished. */
  readonly metadata: RecordingMetadata | null;
  readonly failure: string | null;
  readonly legalHold: boolean;
  readonly deletedAt: number | null;
  readonly deletedBy: string | null;
  readonly wrappedKey: string | null;
  readonly storagePrefix: string | null;
  readonly objectName: string | null;
  readonly peaksName: string | null;
  /** Id of the call's disposition. */
  readonly disposition: string | null;
}

/** A play or a download of a recording. */
export interface RecordingAccess {
  /** A second one with the same id is not stored again. */
  readonly id: string;
  readonly callId: string;
  readonly userId: string;
  readonly action: "play" | "download";
  /** The address that it came from. */
  readonly address: string;
  readonly at: number;
}

/** A call whose recording must be deleted, and the folder of its objects. */
export interface RecordingToDelete {
  readonly tenantId: TenantId;
  readonly callId: string;
  readonly storagePrefix: string | null;
}

/** Days for which recordings are kept, as times before which they expire. Null keeps them. */
export interface Expiry {
  readonly endedBefore: number | null;
  /** Other times for calls with a disposition. */
  readonly byDisposition: readonly {
    readonly disposition: string;
    readonly endedBefore: number | null;
  }[];
}

export interface RecordingStore {
  /** Returns null if the tenant has no such call, or the call has no recording. */
  find(tenantId: TenantId, callId: string): Promise<StoredRecording | null>;
  /** Returns false if there is no recording, or its sound was deleted. */
  setLegalHold(tenantId: TenantId, callId: string, legalHold: boolean): Promise<boolean>;
  recordAccess(tenantId: TenantId, access: RecordingAccess): Promise<void>;
  /**
   * Destroys the key of a finished recording, for good. Its objects are to be deleted then. Returns
   * false if it is protected, not finished, or destroyed already.
   */
  destroy(tenantId: TenantId, callId: string, by: string, now: number): Promise<boolean>;
  /** Destroys the keys of up to `limit` recordings that have expired. Returns how many. */
  destroyExpired(tenantId: TenantId, expiry: Expiry, now: number, limit: number): Promise<number>;
  /** Destroys the keys of recordings of customers whose data was erased, unless protected. */
  destroyOfErased(tenantId: TenantId, now: number): Promise<void>;
  /** Records that all objects of a recording are deleted. */
  markDeleted(tenantId: TenantId, callId: string, now: number): Promise<void>;
  /** Records why the objects could not be deleted. */
  markNotDeleted(tenantId: TenantId, callId: string, reason: string, now: number): Promise<void>;
}
