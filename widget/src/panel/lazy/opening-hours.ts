import type { Endpoint } from "@synapse-voice/contract";
import type { CustomerClient } from "@synapse-voice/client";
import * as v from "valibot";

const Hours = v.object({
  timeZone: v.string(),
  spans: v.array(v.object({ day: v.number(), from: v.string(), to: v.string() })),
});

/** The contract's `queueStatus`, reduced to the fields that the widget shows. */
export const openingHours = {
  method: "GET",
  path: "/api/voip/queue",
  summary: "",
  who: [],
  status: 200,
  reply: v.object({ open: v.boolean(), hours: v.nullable(Hours) }),
} as const satisfies Endpoint;

/** Limit for the request before a call. After it the call starts, and the server decides. */
const timeoutMs = 2_000;

/** True if the company takes no queue calls now. False also if the request fails. */
export async function isClosed(client: Pick<CustomerClient, "request">): Promise<boolean> {
  try {
    return !(await client.request(openingHours, { timeoutMs })).open;
  } catch {
    return false;
  }
}
