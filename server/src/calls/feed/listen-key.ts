import { createHash } from "node:crypto";
import type { Person } from "../../identity/person.ts";

/** Length of the hash in a listen key: 128 bits in hex. */
const hashLength = 32;

/**
 * Returns the person's `listenKey`, which contains a hash of tenant and person. It is the same at
 * every server and after every start, so tabs that talk to different servers agree on it. It is the
 * name of a lock, and browsers refuse names that begin with "-".
 */
export const listenKeyOf = ({ tenantId, userId }: Pick<Person, "tenantId" | "userId">): string =>
  `synapse-voice-${createHash("sha256")
    .update(`listen\n${tenantId}\n${userId}`)
    .digest("hex")
    .slice(0, hashLength)}`;
