import { times } from "@synapse-voice/contract";

/** Tracks for how long this server could receive renewals without a break. */
export interface Uptime {
  /**
   * Time since when leases count, in ms since the epoch. Renewals of leases that ended earlier may
   * not have reached this server. Includes an outage that no sweep has noticed yet.
   */
  since(now: number): number;
  /** Returns true once every lease could be renewed for its full time. */
  leasesCount(now: number): boolean;
  /**
   * Call it when a sweep begins. If the last one reached the database long ago, leases count from
   * now on.
   */
  begin(now: number): void;
  /** Call it when a sweep has reached the database. */
  reached(now: number): void;
}

/** A longer gap between two sweeps counts as an outage, and so does a larger jump of the clock. */
const outageMs = 5_000;

export function createUptime(startedAt: number): Uptime {
  let since = startedAt;
  let last = startedAt;
  const sinceAt = (now: number): number => (Math.abs(now - last) > outageMs ? now : since);
  return {
    since: sinceAt,
    leasesCount: (now) => now - since >= times.callerLeaseMs,
    begin(now) {
      since = sinceAt(now);
    },
    reached(now) {
      last = now;
    },
  };
}
