import { times } from "@synapse-voice/contract";
import { iso, json } from "./replies.ts";
import type { ServerState } from "./server-state.ts";

/** Answers `POST /api/voip/echo-test`. */
export const echoTest = (state: ServerState): Response =>
  json(201, {
    mediaUrl: "ws://media.test",
    tokens: ["echo-sender", "echo-player"],
    expiresAt: iso(state.now() + times.echoTestMs),
  });
