import * as v from "valibot";
import { BusinessHours } from "./setting-values/business-hours.ts";
import { HoldSound, Instant } from "./call.ts";
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
  /**
   * Time at which the customer would like the call; null for as soon as possible. Absent from older
   * servers.
   */
  preferredAt: v.optional(v.nullable(Instant)),
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
    /**
     * False while no agent takes calls of the queue, now or after their call and wrap-up. It is
     * also false while the queue is closed. Absent from older servers.
     */
    staffed: v.optional(v.boolean()),
    /** Sound for customers who wait. Absent from older servers. */
    queueSound: v.optional(HoldSound),
  }),
} as const satisfies Endpoint;

/** Most characters of a call-back's topic. */
export const maxTopicLength = 500;
/**
 * Time for which a customer wants the call, as `toISOString()` writes it. Null for as soon as
 * possible, and so is a time that has passed.
 */
const PreferredAt = v.nullable(
  v.pipe(
    v.string(),
    v.regex(
      /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z$/u,
    ),
  ),
);
const Topic = v.pipe(v.string(), v.trim(), v.maxLength(maxTopicLength));

export const requestCallback = {
  method: "POST",
  path: "/api/voip/callbacks",
  summary:
    "Ask for a call-back; a second request of the same customer replaces the topic of the one " +
    "that is open",
  who: customers,
  body: v.strictObject({
    topic: v.optional(Topic, ""),
    callId: v.optional(v.nullable(v.pipe(v.string(), v.uuid()))),
    /** If it is left out, the time of the earlier request stays. */
    preferredAt: v.optional(PreferredAt),
  }),
  status: 201,
  reply: Callback,
} as const satisfies Endpoint;

const ownPath = "/api/voip/callbacks/mine";

export const ownCallback = {
  method: "GET",
  path: ownPath,
  summary: "My request for a call-back that is not done yet, if there is one",
  who: customers,
  status: 200,
  reply: v.object({ callback: v.nullable(Callback) }),
} as const satisfies Endpoint;

export const changeOwnCallback = {
  method: "PATCH",
  path: ownPath,
  summary: "Change the topic or the time of my request for a call-back; what is left out stays",
  who: customers,
  body: v.strictObject({
    topic: v.optional(Topic),
    preferredAt: v.optional(PreferredAt),
  }),
  status: 200,
  reply: Callback,
} as const satisfies Endpoint;

export const withdrawCallback = {
  method: "DELETE",
  path: ownPath,
  summary: "Withdraw my request for a call-back: it is deleted. Without one, nothing happens",
  who: customers,
  status: 200,
  reply: v.object({ withdrawn: v.boolean() }),
} as const satisfies Endpoint;

export const listCallbacks = {
  method: "GET",
  path: "/api/voip/callbacks",
  summary:
    "The tenant's call-backs: those to do, by the time at which they are wanted; with " +
    "`status=done` the last 50 that are done, newest first",
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

export const claimCallback = command("claim", "Claim a call-back; one agent only");
export const finishCallback = command("done", "A call-back that I claimed is done");
export const reopenCallback = command("reopen", "Open a call-back again that was claimed or done");
