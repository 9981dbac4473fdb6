import * as v from "valibot";
import { CallSnapshot, Instant, SlimCallSnapshot } from "./call.ts";

/** The URL and token to join a LiveKit room. */
export const MediaAccess = v.object({ url: v.string(), token: v.string() });
export type MediaAccess = v.InferOutput<typeof MediaAccess>;

/** Place of a waiting caller in the queue. */
export const QueuePlace = v.object({
  position: v.number(),
  /** Null if there is no data for an estimate. */
  estimatedWaitSeconds: v.nullable(v.number()),
  /**
   * False while no agent takes calls of the queue, now or after their call and wrap-up. Then the
   * place says nothing about the wait. Absent from older servers.
   */
  staffed: v.optional(v.boolean()),
});
export type QueuePlace = v.InferOutput<typeof QueuePlace>;

type Snapshot = typeof CallSnapshot | typeof SlimCallSnapshot;

/* @__NO_SIDE_EFFECTS__ */
const liveCallsOf = <S extends Snapshot>(call: S) =>
  v.object({
    serverTime: Instant,
    cursor: v.string(),
    calls: v.array(call),
    /**
     * Names the person for the tabs of one browser, so that one of them listens for all. It differs
     * for each person and tenant, and tells nothing about them. Older servers send none.
     */
    listenKey: v.optional(v.string()),
  });

/* @__NO_SIDE_EFFECTS__ */
const commandReplyOf = <S extends Snapshot>(call: S) => v.object({ serverTime: Instant, call });

/* @__NO_SIDE_EFFECTS__ */
const leaseReplyOf = <S extends Snapshot>(call: S) =>
  v.object({ serverTime: Instant, call, queue: v.nullable(QueuePlace) });

/* @__NO_SIDE_EFFECTS__ */
const acceptedCallOf = <S extends Snapshot>(call: S) =>
  v.object({ serverTime: Instant, call, media: MediaAccess });

/* @__NO_SIDE_EFFECTS__ */
const startedCallOf = <S extends Snapshot>(call: S) =>
  v.object({
    callId: v.string(),
    roomName: v.string(),
    /** The caller's LiveKit token. */
    callerToken: v.string(),
    /** A signed text that names call and callee. It opens no room. Null for a queue call. */
    calleeToken: v.nullable(v.string()),
    mediaUrl: v.string(),
    serverTime: Instant,
    call,
  });

/** A person's live calls. The next poll sends `cursor` as `since`. */
export const LiveCalls = liveCallsOf(CallSnapshot);
export type LiveCalls = v.InferOutput<typeof LiveCalls>;

/** The reply to most commands: the call after it. */
export const CommandReply = commandReplyOf(CallSnapshot);

/** The reply to a waiting caller's renewal. `queue` is null unless the call waits in the queue. */
export const LeaseReply = leaseReplyOf(CallSnapshot);

/** The reply to an answer, and to a move to this device: the call, and access to its room. */
export const AcceptedCall = acceptedCallOf(CallSnapshot);

/** The reply to the caller of a new call. */
export const StartedCall = startedCallOf(CallSnapshot);
export type StartedCall = v.InferOutput<typeof StartedCall>;

// The same without legs, for small bundles.
export const SlimLiveCalls = liveCallsOf(SlimCallSnapshot);
export const SlimCommandReply = commandReplyOf(SlimCallSnapshot);
export const SlimLeaseReply = leaseReplyOf(SlimCallSnapshot);
export const SlimAcceptedCall = acceptedCallOf(SlimCallSnapshot);
export const SlimStartedCall = startedCallOf(SlimCallSnapshot);
