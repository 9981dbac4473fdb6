import type { RecordingMetadata } from "@synapse-voice/contract";
import type { Lease, OpenState, Recording } from "./recording.ts";

/** A recorder that has not renewed its leases for this time loses them. */
export const leaseMs = 3_500;
/** The server counts on a recorder for this time after it last announced itself. */
export const processLeaseMs = 10_000;

export const openStates: readonly OpenState[] = ["pending", "recording", "paused", "finishing"];

export const isOpenState = (state: string): state is OpenState =>
  openStates.some((open) => open === state);

/** A file that is stored, and what the database says of it. */
export type FinishedFile = {
  readonly state: "complete" | "partial";
  readonly startedAt: number;
  readonly endedAt: number;
  readonly objectName: string;
  /** Size of the file before it was sealed. */
  readonly objectBytes: number;
  readonly peaksName: string;
  /** Length of the file without pauses and holds. */
  readonly expectedSeconds: number;
  readonly recordedLeft: number;
  readonly recordedRight: number;
  readonly metadata: RecordingMetadata;
};

/** Result of a recording whose call has ended. */
export type Outcome =
  | FinishedFile
  | {
      readonly state: "failed";
      readonly startedAt: number;
      readonly endedAt: number;
      /** A code, such as `no_recorder`. */
      readonly failure: string;
    };

/**
 * The port to the recordings in the database. Its methods span all tenants, because a recorder
 * works for all. Every write is refused if another recorder has taken the recording meanwhile.
 */
export interface RecordingStore {
  /**
   * Takes recordings that need a recorder and have none, at most `limit`. The call lives, or it
   * ended and was recorded, or should have been.
   */
  take(
    owner: string,
    now: number,
    limit: number,
    except: ReadonlySet<string>,
  ): Promise<Recording[]>;
  /** Renews leases. Returns the recordings as they are now, without those that others have. */
  renew(leases: readonly Lease[], now: number): Promise<Recording[]>;
  /** Stores the first data key. Returns false if the recording has one, or another recorder. */
  setKey(lease: Lease, wrappedKey: string): Promise<boolean>;
  /** Notes that recording has begun. */
  begin(lease: Lease, now: number): Promise<void>;
  /** Notes that the file is being made. Returns false if another recorder has the recording. */
  beginFinishing(lease: Lease, now: number): Promise<boolean>;
  /** Writes the outcome, and an integration event with it. Returns false as above. */
  finish(lease: Lease, outcome: Outcome, now: number): Promise<boolean>;
  /** Gives leases back, also of recordings that are over, so that nobody waits for their end. */
  release(leases: readonly Lease[]): Promise<void>;
  /** Tells the server how many further calls this recorder could take. */
  announce(owner: string, freeCalls: number, now: number): Promise<void>;
  /** Tells the server that this recorder takes no calls any more. */
  retire(owner: string): Promise<void>;
}
