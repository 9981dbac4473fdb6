import type { me, ReplyOf } from "@synapse-voice/contract";

/** The person who is signed in, as `GET /api/me` describes them. */
export type Profile = ReplyOf<typeof me>;
