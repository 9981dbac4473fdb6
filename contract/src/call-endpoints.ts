import * as v from "valibot";
import { plainLine } from "./text/plain-text.ts";
import * as times from "./times.ts";
import { CallStatus, EndReason, Instant, PersonType, SoundTrouble } from "./call.ts";
import {
  AcceptedCall,
  CommandReply,
  LeaseReply,
  LiveCalls,
  MediaAccess,
  StartedCall,
} from "./call-replies.ts";
import { agents, everyone, type Endpoint } from "./endpoint.ts";
import { RecordingState } from "./call-parts/call-recording.ts";

/** Length in characters to which a caller-supplied name is cut. */
const callerNameLength = 80;

export const startCall = {
  method: "POST",
  path: "/api/voip/start-call",
  summary: "Call a person, or (without a callee) whichever agent answers",
  who: everyone,
  body: v.strictObject({
    calleeSupabaseId: v.optional(v.nullable(v.pipe(v.string(), v.uuid()))),
    /**
     * Used only if no record holds a name. The server removes marks that hide or reorder text,
     * cuts it to 80 characters and marks it as unverified.
     */
    callerName: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(1000),
        v.transform((name) => plainLine([...plainLine(name)].slice(0, callerNameLength).join(""))),
      ),
    ),
  }),
  status: 201,
  reply: StartedCall,
} as const satisfies Endpoint;

export const liveCalls = {
  method: "GET",
  path: "/api/voip/calls/live",
  summary: "My live calls; with `wait` and `since` the reply comes when something changes",
  who: everyone,
  query: v.strictObject({
    /** Longest time in seconds that the reply may wait for a change. 0 replies at once. */
    wait: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^(?:[01]?\d|2[0-5])$/u),
        v.transform(Number),
        v.maxValue(times.longPollMs / 1000),
      ),
      "0",
    ),
    /** `cursor` of the last reply. */
    since: v.optional(v.pipe(v.string(), v.regex(/^\d{1,19}$/u))),
  }),
  status: 200,
  reply: LiveCalls,
} as const satisfies Endpoint;

export const acceptCall = {
  method: "POST",
  path: "/api/voip/calls/:callId/accept",
  summary: "Answer a call that rings for me",
  who: everyone,
  status: 200,
  reply: AcceptedCall,
} as const satisfies Endpoint;

export const declineCall = {
  method: "POST",
  path: "/api/voip/calls/:callId/decline",
  summary: "Decline a call that rings for me",
  who: everyone,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const cancelCall = {
  method: "POST",
  path: "/api/voip/calls/:callId/cancel",
  summary: "End my call before it is answered; afterwards it hangs up",
  who: everyone,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const hangUpCall = {
  method: "POST",
  path: "/api/voip/calls/:callId/hang-up",
  summary: "End the call for both sides",
  who: everyone,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const holdCall = {
  method: "POST",
  path: "/api/voip/calls/:callId/hold",
  summary: "Put a call that I am on on hold: neither side hears the other",
  who: agents,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const resumeCall = {
  method: "POST",
  path: "/api/voip/calls/:callId/resume",
  summary: "Go on with a call that I hold; another one that I am on is held instead",
  who: agents,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const moveCallToDevice = {
  method: "POST",
  path: "/api/voip/calls/:callId/continue",
  summary: "Go on with my call on this device; the one that had it until now is out of it",
  who: everyone,
  status: 200,
  reply: AcceptedCall,
} as const satisfies Endpoint;

export const leavePage = {
  method: "POST",
  path: "/api/voip/calls/:callId/left-page",
  summary: "Say that the page with my call closes; the call goes on, and I can come back to it",
  who: everyone,
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const reportSound = {
  method: "POST",
  path: "/api/voip/calls/:callId/sound",
  summary:
    "Say what my device hears of the call, when that changes; the other party is told of a trouble",
  who: everyone,
  /** Null, or no body, means that sound arrives. */
  body: v.strictObject({ trouble: v.optional(v.nullable(SoundTrouble), null) }),
  status: 200,
  reply: CommandReply,
} as const satisfies Endpoint;

export const mediaToken = {
  method: "POST",
  path: "/api/voip/calls/:callId/media-token",
  summary: "A fresh LiveKit token for a call that I am on, for a rejoin",
  who: everyone,
  status: 200,
  reply: MediaAccess,
} as const satisfies Endpoint;

export const renewLease = {
  method: "POST",
  path: "/api/voip/calls/:callId/lease",
  summary:
    "Say that I still wait for an answer, every 3 s; the reply says where I stand in the queue",
  who: everyone,
  status: 200,
  reply: LeaseReply,
} as const satisfies Endpoint;

/**
 * One call of the history. Ids are Supabase user ids. `startedAt` is the time of the answer, or of
 * the start if there was no answer.
 */
export const HistoryEntry = v.object({
  id: v.string(),
  fromUserId: v.string(),
  toUserId: v.nullable(v.string()),
  fromUserType: PersonType,
  toUserType: v.nullable(PersonType),
  fromName: v.string(),
  toName: v.nullable(v.string()),
  roomName: v.string(),
  placedAt: Instant,
  startedAt: Instant,
  endedAt: v.nullable(Instant),
  /** Whole seconds from answer to end; 0 for a call that was not answered, or is live. */
  duration: v.number(),
  status: CallStatus,
  endReason: v.fallback(v.nullable(EndReason), null),
  /**
   * Beginning of the call's notes: up to 200 characters, then an ellipsis if there is more. Empty
   * if there are none. `callNotes` reads the whole text. Absent for customers and from older
   * servers.
   */
  notes: v.optional(v.string()),
  /**
   * Result of the call, with its label also after its removal from the settings. Absent for
   * customers and from older servers.
   */
  disposition: v.optional(v.nullable(v.object({ id: v.string(), label: v.string() }))),
  /**
   * State of the call's recording; null if there is none. Clients also read an unknown state of a
   * newer server as null. Absent from older servers.
   */
  recording: v.fallback(v.optional(v.nullable(RecordingState)), null),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>;

/** Query of a list in pages: the length of a page, and the id of the last call of the page before. */
export const pageQuery = v.strictObject({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:0{0,2}[1-9]|0?[1-9]\d|100)$/u),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(100),
    ),
    "50",
  ),
  before: v.optional(v.pipe(v.string(), v.uuid())),
});

export const callHistory = {
  method: "GET",
  path: "/api/voip/history",
  summary: "My calls, newest first; `before` is the id of the last call of the page before",
  who: everyone,
  query: pageQuery,
  status: 200,
  reply: v.array(HistoryEntry),
} as const satisfies Endpoint;
