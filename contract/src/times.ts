/** Durations that server and clients agree on, in milliseconds. */
export const times = {
  /** Interval at which an agent's device renews its presence. */
  presenceIntervalMs: 10_000,
  /** Time after the last presence at which an agent's device counts as gone. */
  presenceLeaseMs: 25_000,
  /** Interval at which a waiting caller renews the lease. */
  callerLeaseIntervalMs: 3_000,
  /** Time after the last renewal at which a waiting caller counts as gone. */
  callerLeaseMs: 10_000,
  /** Time in which a party that left the room of its call can come back. */
  rejoinMs: 20_000,
  /** Time after which a call ends if a party's network lets no sound through. */
  maxBlockedMs: 45_000,
  /** Lifetime of a media token, which is for the first join. */
  mediaTokenLifetimeMs: 300_000,
  /** The longest wait of one long poll. */
  longPollMs: 25_000,
} as const;

/** Length to which a caller-supplied name is cut, in characters. */
export const callerNameLength = 80;
