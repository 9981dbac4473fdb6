import type { CallAddress } from "../../calls/store/call-store.ts";
import type { TenantId } from "../../identity/tenant-id.ts";
import type { RecordingToDelete } from "./recording-store.ts";

/** The jobs' reads of the recordings of all tenants. */
export interface RecordingSweepStore {
  /**
   * Returns live calls of whose recording the parties don't know the state, or whose pause is
   * overdue.
   */
  unannounced(now: number, limit: number): Promise<CallAddress[]>;
  /** Returns true if a recorder runs that can take one more call. */
  hasFreeRecorder(now: number): Promise<boolean>;
  /**
   * Marks recordings as failed that no recorder has ever taken, of calls that ended before
   * `endedBefore`. Returns their calls.
   */
  failUnrecorded(endedBefore: number, now: number): Promise<CallAddress[]>;
  /** Returns the tenants that have recordings which could expire. */
  tenantsWithSound(): Promise<TenantId[]>;
  /** Returns destroyed recordings whose objects are to be deleted now. */
  toDelete(now: number, limit: number): Promise<RecordingToDelete[]>;
}
