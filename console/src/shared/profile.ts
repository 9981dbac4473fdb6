import type { me, ReplyOf } from "@synapse-voice/contract";

/** Who is signed in, as the server knows them. */
export type Profile = ReplyOf<typeof me>;
