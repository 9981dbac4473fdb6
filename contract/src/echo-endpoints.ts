import * as v from "valibot";
import { Instant } from "./call.ts";
import { agents, type Endpoint } from "./endpoint.ts";

/** A LiveKit room in which one page hears its own microphone. Nobody else can join it. */
export const EchoTest = v.object({
  mediaUrl: v.string(),
  /**
   * LiveKit tokens of the room's two ends. The page joins with both: one sends the microphone, and
   * the other plays it. They are for the first join, until `expiresAt`.
   */
  tokens: v.tuple([v.string(), v.string()]),
  /** Time at which the server deletes the room. */
  expiresAt: Instant,
});
export type EchoTest = v.InferOutput<typeof EchoTest>;

export const startEchoTest = {
  method: "POST",
  path: "/api/voip/echo-test",
  summary: "Open a room of 60 s in which my page hears its own microphone; it is no call",
  who: agents,
  status: 201,
  reply: EchoTest,
} as const satisfies Endpoint;
