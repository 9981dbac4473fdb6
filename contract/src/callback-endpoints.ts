import * as v from "valibot";
import { BusinessHours } from "./business-hours.ts";
import { Instant } from "./call.ts";
import { agents, customers, everyone, type Endpoint } from "./endpoint.ts";

/** Status of a call-back: open, claimed by one agent, or done. */
export const CallbackStatus = v.picklist(["open", "claimed", "done"]);
export type CallbackStatus = v.InferOutput<typeof CallbackStatus>;

/** A customer's request to be called back: a task for one agent. */
export const Callback = v.object({
  id: v.string(),
  status: CallbackStatus,
  customer: v.object({ supabaseUserId: v.string(), name: v.string() }),
  /** Topic in the customer's words, which may be empty. Untrusted text. */
  topic: v.string(),
  /** The call before the request; null if there was none. */
  callId: v.nullable(v.string()),
  requestedAt: Instant,
  /** The agent who claimed it; null while it is open. */
  claimedBy: v.nullable(v.object({ supabaseUserId: v.string(), name: v.string() })),
  doneAt: v.nullable(Instant),
});
export type Callback = v.InferOutput<typeof Callback>;

export const queueStatus = {
  method: "GET",
  path: "/api/voip/queue",
  summary: "Whether calls to nobody in particular are taken now, and how many wait",
  who: everyone,
  status: 200,
  reply: v.object({
    open: v.boolean(),
    /** Time at which the queue opens; null while it is open, and if no time is known. */
    opensAt: v.nullable(Instant),
    /** Null if the queue is always open. */
    hours: v.nullable(BusinessHours),
    waiting: v.number(),
    estimatedWaitSeconds: v.nullable(v.number()),
  }),
} as const satisfies Endpoint;

export const requestCallback = {
  method: "POST",
  path: "/api/voip/callbacks",
  summary:
    "Ask to be called back; a second wish of the same customer replaces the topic of the one that is open",
  who: customers,
  body: v.strictObject({
    topic: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)), ""),
    callId: v.optional(v.nullable(v.pipe(v.string(), v.uuid()))),
  }),
  status: 201,
  reply: Callback,
} as const satisfies Endpoint;

export const listCallbacks = {
  method: "GET",
  path: "/api/voip/callbacks",
  summary:
    "The tenant's callbacks: those to do, oldest first; with `status=done` the last 50 that are done, newest first",
  who: agents,
  query: v.strictObject({ status: v.optional(v.picklist(["todo", "done"]), "todo") }),
  status: 200,
  reply: v.array(Callback),
} as const satisfies Endpoint;

const command = <const Verb extends string>(verb: Verb, summary: string) =>
  ({
    method: "POST",
    path: `/api/voip/callbacks/:callbackId/${verb}`,
    summary,
    who: agents,
    status: 200,
    reply: Callback,
  }) as const satisfies Endpoint;

export const claimCallback = command("claim", "Take a callback on; one agent only");
export const finishCallback = command("done", "A callback that I took on is done");
export const reopenCallback = command("reopen", "Give a callback back, or open one that was done");
