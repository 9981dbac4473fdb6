import type { Endpoint } from "@synapse-voice/contract";
import type { CustomerClient } from "@synapse-voice/client";
import * as v from "valibot";

const Hours = v.object({
  timeZone: v.string(),
  spans: v.array(v.object({ day: v.number(), from: v.string(), to: v.string() })),
});

/** The contract's `queueStatus`, reduced to the fields that the widget uses. */
export const openingHours = {
  method: "GET",
  path: "/api/voip/queue",
  summary: "",
  who: [],
  status: 200,
  reply: v.object({
    open: v.boolean(),
    opensAt: v.optional(v.nullable(v.string())),
    hours: v.nullable(Hours),
    staffed: v.optional(v.boolean()),
    queueSound: v.optional(v.string()),
  }),
} as const satisfies Endpoint;

export type QueueState = v.InferOutput<typeof openingHours.reply>;

/** Limit for the request before a call. After it the call starts, and the server decides. */
const timeoutMs = 2_000;

/** The last reply. The sound of the queue is in it. */
let last: QueueState | null = null;
export const lastQueueState = (): QueueState | null => last;

/** Returns if the company takes queue calls, and if somebody is at work. Null if it fails. */
export async function queueState(
  client: Pick<CustomerClient, "request">,
): Promise<QueueState | null> {
  try {
    return (last = await client.request(openingHours, { timeoutMs }));
  } catch {
    return null;
  }
}
