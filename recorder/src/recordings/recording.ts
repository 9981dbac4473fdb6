/** The states in which a recorder has something to do. The server and recorders write them. */
export type OpenState = "pending" | "recording" | "paused" | "finishing";

/** One party of the call, as far as a recording needs it. */
export type Party = {
  readonly userId: string;
  readonly isCustomer: boolean;
  readonly isCaller: boolean;
  /** Since when this party has put the others on hold. */
  readonly holdSince: number | null;
};

export type Pause = {
  readonly id: string;
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
};

/**
 * A recording as a recorder reads it: its row, and what the database says of the call. Times are ms
 * since the epoch by the database's clock.
 */
export type Recording = {
  readonly callId: string;
  readonly tenantId: string;
  readonly roomName: string;
  readonly state: OpenState;
  /** The number of times that a recorder has taken it. Each write names it. */
  readonly attempt: number;
  /** Null until a recorder has made the data key. */
  readonly wrappedKey: string | null;
  /** The folder of its objects in the storage. */
  readonly storagePrefix: string;
  readonly placedAt: number;
  readonly answeredAt: number | null;
  /** From when on the terms allow to record, such as the consent. Null as long as they don't. */
  readonly activeFrom: number | null;
  readonly endedAt: number | null;
  readonly recordOnHold: boolean;
  readonly pauses: readonly Pause[];
  readonly parties: readonly Party[];
};

/** Right to work on a recording. It ends when another recorder takes the recording. */
export type Lease = Pick<Recording, "callId" | "attempt">;

/**
 * Sound that arrives just after the answer was spoken before it: the network and its jitter buffer
 * delay it by about this time.
 */
const networkDelayMs = 150;

/** Returns when the file begins, or null if that is not known yet. */
export function startOf({ answeredAt, activeFrom }: Recording): number | null {
  if (answeredAt === null || activeFrom === null) return null;
  return Math.max(answeredAt, activeFrom) + networkDelayMs;
}
