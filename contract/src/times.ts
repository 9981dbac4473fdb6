// Durations that server and clients agree on, in milliseconds. Code imports them as `times`. They
// are exports of their own, since a bundler keeps all of an object, but of a module only what is
// used.

/** Interval at which an agent's device renews its presence. */
export const presenceIntervalMs = 10_000;
/** Time after the last presence at which an agent's device counts as gone. */
export const presenceLeaseMs = 25_000;
/** Time in which an agent's page that loads again keeps a turn of the queue. */
export const reloadMs = 5_000;
/** Interval at which a waiting caller renews the lease. */
export const callerLeaseIntervalMs = 3_000;
/** Time after the last renewal at which a waiting caller counts as gone. */
export const callerLeaseMs = 10_000;
/** Time in which a party that left the room of its call can come back. */
export const rejoinMs = 20_000;
/** Time after which a call ends if a party's network lets no sound through. */
export const maxBlockedMs = 45_000;
/** Lifetime of a media token, which is for the first join. */
export const mediaTokenLifetimeMs = 300_000;
/** Time from the start of an echo test to the deletion of its room. */
export const echoTestMs = 60_000;
/** The longest wait of one long poll. */
export const longPollMs = 25_000;
