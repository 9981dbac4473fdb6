import * as v from "valibot";

/** Every status of a call. The last five are terminal: nothing leaves them. */
export const callStatuses = [
  "QUEUED",
  "RINGING",
  "IN_PROGRESS",
  "COMPLETED",
  "MISSED",
  "DECLINED",
  "CANCELLED",
  "FAILED",
] as const;
/**
 * In clients, one that only a newer server knows reads as over; where the call has not ended, they
 * keep to what they knew of it.
 */
export const CallStatus = v.fallback(v.picklist(callStatuses), "COMPLETED");
export type CallStatus = v.InferOutput<typeof CallStatus>;

/** Why a call ended. The texts for people are the UIs'. */
export const endReasons = [
  "hung_up",
  "cancelled",
  "declined",
  "ring_timeout",
  "busy",
  "no_agent",
  "closed",
  "caller_gone",
  "connection_lost",
  "media_unavailable",
  "person_removed",
  "call_too_long",
] as const;
export const EndReason = v.picklist(endReasons);
export type EndReason = v.InferOutput<typeof EndReason>;

/** How one attempt to ring one person ended; null while it rings. */
export const offerOutcomes = [
  "accepted",
  "declined",
  "missed",
  "cancelled",
  "answered_elsewhere",
] as const;
/** In clients, one that only a newer server knows means no more than that it is over. */
export const OfferOutcome = v.fallback(v.picklist(offerOutcomes), "cancelled");
export type OfferOutcome = v.InferOutput<typeof OfferOutcome>;

/** A person is a CRM user (agent) or a portal customer. */
export const PersonType = v.picklist(["CRM_USER", "PORTAL_CUSTOMER"]);
export type PersonType = v.InferOutput<typeof PersonType>;

/**
 * One side of a call. `verified` is false where the name came from the caller and no record holds
 * one.
 */
export const Party = v.object({
  supabaseUserId: v.string(),
  type: PersonType,
  name: v.string(),
  verified: v.boolean(),
});
export type Party = v.InferOutput<typeof Party>;

/** What the held side of a call hears, by the tenant's setting. */
export const HoldSound = v.picklist(["music", "silence"]);
export type HoldSound = v.InferOutput<typeof HoldSound>;

/** A point in time as ISO 8601 in UTC. */
export const Instant = v.pipe(v.string(), v.isoTimestamp());

/**
 * What a party is in a call. Two-party calls have a caller and a callee; a consultant is asked by
 * an agent on the call, and a supervisor listens.
 */
export const legRoles = ["caller", "callee", "consultant", "supervisor"] as const;
export const LegRole = v.picklist(legRoles);
export type LegRole = v.InferOutput<typeof LegRole>;

/** One party's part of a call, from the moment it was named or answered to its end. */
export const CallLeg = v.object({
  id: v.string(),
  role: LegRole,
  party: Party,
  /** When it was connected with others: the answer, for both sides of a call; null before. */
  joinedAt: v.nullable(Instant),
  /**
   * Since when this party keeps the others on hold; null while it does not. Customers read it of
   * themselves only, and learn from {@link CallSnapshot} `heldByPeer` that others hold.
   */
  holdSince: v.nullable(Instant),
  leftAt: v.nullable(Instant),
  /** Null while it lasts; and in clients where a newer server names a reason that is unknown here. */
  leftReason: v.fallback(v.nullable(EndReason), null),
});
export type CallLeg = v.InferOutput<typeof CallLeg>;

const snapshotEntries = {
  id: v.string(),
  /** Grows by at least one with each change of the call. */
  version: v.number(),
  status: CallStatus,
  /** Null while it lives; and in clients where a newer server names a reason that is unknown here. */
  endReason: v.fallback(v.nullable(EndReason), null),
  roomName: v.string(),
  caller: Party,
  /** Who is rung (direct) or answered; null for a queue call that nobody has answered. */
  callee: v.nullable(Party),
  placedAt: Instant,
  /** When it was answered; null before. */
  answeredAt: v.nullable(Instant),
  endedAt: v.nullable(Instant),
  /** Whole seconds on the call; 0 where it was never answered or goes on. */
  duration: v.number(),
  /** Supabase id of who ended it; null where nobody did (timeout, fault). */
  endedBy: v.nullable(v.string()),
  /** The last offer to the person who reads this; null for the caller and where none was made. */
  offer: v.nullable(v.object({ id: v.string(), outcome: v.nullable(OfferOutcome) })),
  /**
   * Until when it rings for the reader, if nothing ends it before: an event that is older than that
   * rings no more. Null where it does not ring.
   */
  ringsUntil: v.nullable(Instant),
  /** The reader's device that owns the call's media; null where none does (yet). */
  mediaDeviceId: v.nullable(v.string()),
  /** True while the reader keeps this call on hold. */
  held: v.boolean(),
  /** Since when the reader does; null while they do not, and where an older server does not say. */
  heldSince: v.fallback(v.nullable(Instant), null),
  /** What the reader hears while the other side keeps this call on hold; null while it does not. */
  heldByPeer: v.nullable(HoldSound),
};

/**
 * All that one person may know of a call, at one version. Events and replies carry the whole of it;
 * a client applies only a newer version, so loss, repeats and reordering do no harm.
 */
export const CallSnapshot = v.object({
  ...snapshotEntries,
  /**
   * The legs that the reader may see, in the order of their roles. `caller` and `callee` are
   * derived from them. Absent from a server that knows no legs, and in clients where a newer one
   * describes them in a way that is unknown here.
   */
  legs: v.fallback(v.optional(v.array(CallLeg)), undefined),
});
export type CallSnapshot = v.InferOutput<typeof CallSnapshot>;

/** A {@link CallSnapshot} without its legs, for small bundles. */
export const SlimCallSnapshot = v.object(snapshotEntries);

/** What an event says happened; a client may ignore it and look at the snapshot alone. */
export const callEventTypes = [
  "call_queued",
  "incoming_call",
  "call_ringing",
  "call_accepted",
  "call_updated",
  "call_ended",
] as const;

/** The `payload` of a row of `call_events`, and of the Broadcast message that its trigger sends. */
export const CallEvent = v.object({
  type: v.picklist(callEventTypes),
  callId: v.string(),
  version: v.number(),
  call: CallSnapshot,
});
export type CallEvent = v.InferOutput<typeof CallEvent>;

/** Private Broadcast topic on which a person's events arrive. */
export const callEventsTopic = (supabaseUserId: string): string => `call-events:${supabaseUserId}`;

/** Name of the Broadcast message that carries a {@link CallEvent}. */
export const callEventsBroadcast = "call";
