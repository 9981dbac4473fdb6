import { times } from "@synapse-voice/contract";

/** Since when this server has been able to hear renewals without a break: leases that ran out before say nothing. */
export interface Uptime {
  /** Ms since the epoch. */
  since(): number;
  /** True once everyone who lives had one full lease to say so. */
  leasesCount(now: number): boolean;
  /** A sweep begins: if the last one that reached the database is long ago, everyone's time counts anew from here. */
  begin(now: number): void;
  /** A sweep reached the database. */
  reached(now: number): void;
}

/** A gap of more than this between two sweeps was an outage, ms. */
const outage = 5_000;

export function createUptime(startedAt: number): Uptime {
  let since = startedAt;
  let last = startedAt;
  return {
    since: () => since,
    leasesCount: (now) => now - since >= times.callerLease,
    begin(now) {
      if (now - last > outage) since = now;
    },
    reached(now) {
      last = now;
    },
  };
}
