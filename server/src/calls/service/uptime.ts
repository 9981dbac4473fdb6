import { times } from "@synapse-voice/contract";

/**
 * Since when this server has been able to hear renewals without a break: leases that ran out before
 * say nothing.
 */
export interface Uptime {
  /** Ms since the epoch. An outage that no sweep has noticed yet counts too. */
  since(now: number): number;
  /** True once everyone who lives had one full lease to say so. */
  leasesCount(now: number): boolean;
  /**
   * A sweep begins: if the last one that reached the database is long ago, everyone's time counts
   * anew from here.
   */
  begin(now: number): void;
  /** A sweep reached the database. */
  reached(now: number): void;
}

/**
 * A gap of more than this between two sweeps was an outage, ms; a clock set back by more counts as
 * one.
 */
const outage = 5_000;

export function createUptime(startedAt: number): Uptime {
  let since = startedAt;
  let last = startedAt;
  const sinceAt = (now: number): number => (Math.abs(now - last) > outage ? now : since);
  return {
    since: sinceAt,
    leasesCount: (now) => now - since >= times.callerLease,
    begin(now) {
      since = sinceAt(now);
    },
    reached(now) {
      last = now;
    },
  };
}
