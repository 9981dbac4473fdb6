import * as v from "valibot";

/** A point in time as ISO 8601 in UTC. */
export const Instant = v.pipe(v.string(), v.isoTimestamp());
