import { times } from "@synapse-voice/contract";

/** For how long this server could receive renewals without a break. */
export interface Uptime {
  /**
   * Since when leases count, in ms since the epoch: leases that ran out before may not have reached
   * this server. An outage that no sweep has noticed yet counts as well.
   */
  since(now: number): number;
  /** Returns true once every lease could be renewed for its full time. */
  leasesCount(now: number): boolean;
  /** A sweep begins. If the last one reached the database long ago, leases count from now on. */
  begin(now: number): void;
  /** A sweep reached the database. */
  reached(now: number): void;
}

/** A longer gap between two sweeps was an outage. So was a clock that jumped by more. */
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
