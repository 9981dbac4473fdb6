import * as v from "valibot";
import { CallSnapshot, Instant, SlimCallSnapshot } from "./call.ts";

/** Where and with what to join a LiveKit room. */
export const MediaAccess = v.object({ url: v.string(), token: v.string() });
export type MediaAccess = v.InferOutput<typeof MediaAccess>;

/** Where a waiting caller stands. The estimate is null where nothing is known to estimate by. */
export const QueuePlace = v.object({
  position: v.number(),
  estimatedWaitSeconds: v.nullable(v.number()),
});
export type QueuePlace = v.InferOutput<typeof QueuePlace>;

type Snapshot = typeof CallSnapshot | typeof SlimCallSnapshot;

/* @__NO_SIDE_EFFECTS__ */
const liveCallsOf = <S extends Snapshot>(call: S) =>
  v.object({ serverTime: Instant, cursor: v.string(), calls: v.array(call) });

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
    /**
     * An invitation that names call and callee; it enters no room. Null for a call to nobody in
     * particular.
     */
    calleeToken: v.nullable(v.string()),
    mediaUrl: v.string(),
    serverTime: Instant,
    call,
  });

/** A person's live calls. `cursor` goes back as `since` with the next poll. */
export const LiveCalls = liveCallsOf(CallSnapshot);
export type LiveCalls = v.InferOutput<typeof LiveCalls>;

/** What most commands answer: the call as it is now. */
export const CommandReply = commandReplyOf(CallSnapshot);

/** The reply to each renewal of a waiting caller; `queue` is null where no agent is awaited. */
export const LeaseReply = leaseReplyOf(CallSnapshot);

/** The reply to an answer, and to a move to this device: the call, and the way into its room. */
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
