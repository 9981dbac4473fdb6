import * as v from "valibot";
import { EndReason, Instant, Party } from "./call.ts";
import { pageQuery } from "./call-endpoints.ts";
import { agents, type Endpoint } from "./endpoint.ts";

/** A call that waits for an agent. */
export const WaitingCall = v.object({
  callId: v.string(),
  caller: Party,
  /** Topic of the caller's call-back request that is not done; null without one. Untrusted text. */
  topic: v.nullable(v.string()),
  placedAt: Instant,
  /** The agent for whom the call rings at present; null if it rings for nobody. */
  ringing: v.nullable(v.object({ supabaseUserId: v.string(), name: v.string() })),
});
export type WaitingCall = v.InferOutput<typeof WaitingCall>;

export const waitingCalls = {
  method: "GET",
  path: "/api/voip/queue/waiting",
  summary: "The tenant's calls that wait for an agent, the longest waiting first; at most 100",
  who: agents,
  status: 200,
  reply: v.array(WaitingCall),
} as const satisfies Endpoint;

/** A call of the queue that ended before anybody answered it. */
export const UnansweredCall = v.object({
  callId: v.string(),
  caller: Party,
  placedAt: Instant,
  endedAt: Instant,
  /** Whole seconds for which the caller waited. */
  waitedSeconds: v.number(),
  /** Null if it is not known, or if a newer server has a reason that is unknown here. */
  endReason: v.fallback(v.nullable(EndReason), null),
  /** Time after it at which the caller and the team first talked; null if they have not. */
  reachedAt: v.nullable(Instant),
});
export type UnansweredCall = v.InferOutput<typeof UnansweredCall>;

export const unansweredCalls = {
  method: "GET",
  path: "/api/voip/queue/unanswered",
  summary:
    "The tenant's queue calls that nobody answered, newest first; " +
    "`before` is the id of the last call of the page before",
  who: agents,
  query: pageQuery,
  status: 200,
  reply: v.array(UnansweredCall),
} as const satisfies Endpoint;
