/** Durations that server and clients agree on, in milliseconds. Source: design, section 4. */
export const times = {
  /** An agent's device renews its presence this often. */
  presenceEvery: 10_000,
  /** An agent's device counts as gone this long after its last presence. */
  presenceLease: 25_000,
  /** A caller who waits or rings renews this often. */
  callerLeaseEvery: 3_000,
  /** A caller who waits or rings counts as gone this long after the last renewal. */
  callerLease: 10_000,
  /** A party that left or vanished on the call has this long to come back. */
  partyGrace: 20_000,
  /** Lifetime of a media token for the first join. */
  mediaToken: 300_000,
  /** The longest that one long poll waits. */
  longPoll: 25_000,
} as const;

/** Length to which a caller-supplied name is cut, in characters. */
export const callerNameLength = 80;
