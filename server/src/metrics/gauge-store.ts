import type { CallStatus } from "@synapse-voice/contract";

/** Totals over all tenants and servers at present. */
export interface GaugeValues {
  /** Live calls by status. */
  readonly calls: Readonly<Partial<Record<CallStatus, number>>>;
  /** Calls that wait for an agent. */
  readonly waiting: number;
  /** Wait of the first of them so far, in ms. 0 if none waits. */
  readonly longestWaitMs: number;
  /** Agents' devices with a lease that has not expired. */
  readonly devices: number;
  /** Recordings that are not finished, although their call ended more than a minute ago. */
  readonly lateRecordings: number;
  /** Recordings whose objects could not be deleted yet. */
  readonly undeletedRecordings: number;
}

/** Reads the totals of all tenants. Only operators see them. */
export interface GaugeStore {
  read(): Promise<GaugeValues>;
}
