import * as v from "valibot";
import { CallRecording } from "./call-parts/call-recording.ts";
import { Instant } from "./call-parts/instant.ts";

export { Instant };

/** Every status of a call. The last five are terminal: a call stays in them. */
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
 * Status of a call. Clients read an unknown status of a newer server as `COMPLETED`. If such a call
 * has no `endedAt`, they keep the status that they know.
 */
export const CallStatus = v.fallback(v.picklist(callStatuses), "COMPLETED");
export type CallStatus = v.InferOutput<typeof CallStatus>;

/** Every reason for the end of a call. User interfaces have the texts for them. */
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
  "media_blocked",
  "person_removed",
  "call_too_long",
] as const;
export const EndReason = v.picklist(endReasons);
export type EndReason = v.InferOutput<typeof EndReason>;

/** Every outcome of an offer. An offer that still rings has none. */
export const offerOutcomes = [
  "accepted",
  "declined",
  "missed",
  "cancelled",
  "answered_elsewhere",
] as const;
/** Outcome of an offer. Clients read an unknown outcome of a newer server as `cancelled`. */
export const OfferOutcome = v.fallback(v.picklist(offerOutcomes), "cancelled");
export type OfferOutcome = v.InferOutput<typeof OfferOutcome>;

/** Type of a person: a CRM user (agent) or a portal customer. */
export const PersonType = v.picklist(["CRM_USER", "PORTAL_CUSTOMER"]);
export type PersonType = v.InferOutput<typeof PersonType>;

/**
 * A person as part of a call. `verified` is false if the caller gave the name, because no record
 * holds one.
 */
export const Party = v.object({
  supabaseUserId: v.string(),
  type: PersonType,
  name: v.string(),
  verified: v.boolean(),
});
export type Party = v.InferOutput<typeof Party>;

/** Sound for parties on hold, by the tenant's setting. */
export const HoldSound = v.picklist(["music", "silence"]);
export type HoldSound = v.InferOutput<typeof HoldSound>;

/**
 * A party's trouble with the sound of a call, as its device reports it. `unheard`: nothing arrives
 * from the other party, although it should. `blocked`: the device reaches the media server, but its
 * network lets no sound through in either direction.
 */
export const SoundTrouble = v.picklist(["unheard", "blocked"]);
export type SoundTrouble = v.InferOutput<typeof SoundTrouble>;

/**
 * Every role of a leg. A call of two parties has a caller and a callee. A consultant is asked by an
 * agent on the call, and a supervisor listens.
 */
export const legRoles = ["caller", "callee", "consultant", "supervisor"] as const;
export const LegRole = v.picklist(legRoles);
export type LegRole = v.InferOutput<typeof LegRole>;

/** One party's part of a call, from when the party was named or answered to its end. */
export const CallLeg = v.object({
  id: v.string(),
  role: LegRole,
  party: Party,
  /** Time at which the party was connected with others: the answer. Null before. */
  joinedAt: v.nullable(Instant),
  /**
   * Time since when this party keeps the others on hold, else null. Customers get it of their own
   * leg only. `heldByPeer` of {@link CallSnapshot} tells them that another party holds.
   */
  holdSince: v.nullable(Instant),
  leftAt: v.nullable(Instant),
  /** Null while the leg lasts. Clients also read an unknown reason of a newer server as null. */
  leftReason: v.fallback(v.nullable(EndReason), null),
});
export type CallLeg = v.InferOutput<typeof CallLeg>;

const snapshotEntries = {
  id: v.string(),
  /** Rises by at least one with each change of the call. */
  version: v.number(),
  status: CallStatus,
  /** Null while the call is live. Clients also read an unknown reason of a newer server as null. */
  endReason: v.fallback(v.nullable(EndReason), null),
  roomName: v.string(),
  caller: Party,
  /** The party that was named or answered; null for a queue call that nobody has answered. */
  callee: v.nullable(Party),
  placedAt: Instant,
  /** Time of the answer; null before. */
  answeredAt: v.nullable(Instant),
  endedAt: v.nullable(Instant),
  /** Whole seconds from answer to end; 0 for a call that was not answered, or is live. */
  duration: v.number(),
  /** Supabase id of the person who ended it; null if nobody did (timeout, fault). */
  endedBy: v.nullable(v.string()),
  /** The last offer to the reader; null for the caller, and if there was none. */
  offer: v.nullable(v.object({ id: v.string(), outcome: v.nullable(OfferOutcome) })),
  /**
   * Time until which the call rings for the reader, unless it ends before. After that time, an
   * event that arrives late must not ring. Null if the call does not ring for the reader.
   */
  ringsUntil: v.nullable(Instant),
  /** The reader's device that owns their media of the call; null if there is none (yet). */
  mediaDeviceId: v.nullable(v.string()),
  /** True while the reader keeps this call on hold. */
  held: v.boolean(),
  /** Time since when the reader holds; null if they don't, and from older servers. */
  heldSince: v.fallback(v.nullable(Instant), null),
  /** Sound for the reader while another party keeps them on hold, else null. */
  heldByPeer: v.nullable(HoldSound),
  /**
   * Time at which the other party's page closed during the call. Absent if it did not, and after
   * that party has come back. It is a hint, which may be wrong: the call goes on.
   */
  peerLeftPageAt: v.optional(Instant),
  /**
   * The other party's trouble with the sound, while its device reports one. Absent otherwise, and
   * from older servers. Clients also leave out a trouble of a newer server.
   */
  peerSound: v.fallback(v.optional(SoundTrouble), undefined),
  /**
   * Time until which another party must come (back) into the call's media; null while the caller
   * and the callee are there. A time in the far future only says that the server can't reach the
   * media server. Absent while the reader is not connected with others, and from older servers.
   * `isPeerPresent` of the client reads it together with `peerLeftPageAt`.
   */
  peerAwaitedUntil: v.optional(v.nullable(Instant)),
};

/**
 * All that one person may know of a call, at one version. Each event and reply carries a whole
 * snapshot. Clients apply only newer versions, so lost, repeated or reordered events do no harm.
 */
export const CallSnapshot = v.object({
  ...snapshotEntries,
  /**
   * The legs that the reader may see, in the order of their roles. The server derives `caller` and
   * `callee` from them. Absent from servers without legs. Clients also leave them out if a newer
   * server describes them in a form that is unknown here.
   */
  legs: v.fallback(v.optional(v.array(CallLeg)), undefined),
  /**
   * The recording of the call, as the reader may know it. Absent if the call is not to be recorded,
   * and from older servers. Clients also leave it out if a newer server describes it in a form that
   * is unknown here.
   */
  recording: v.fallback(v.optional(CallRecording), undefined),
});
export type CallSnapshot = v.InferOutput<typeof CallSnapshot>;

/** A {@link CallSnapshot} without its legs, for small bundles. */
export const SlimCallSnapshot = v.object({
  ...snapshotEntries,
  /** As the server sent it, since the schema has many bytes. {@link recordingOf} checks it. */
  recording: v.optional(v.unknown() as v.GenericSchema<unknown, CallRecording>),
});

/** Every type of an event. Clients may ignore it and use the snapshot alone. */
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

/** Returns the private Broadcast topic of a person's events. */
export const callEventsTopic = (supabaseUserId: string): string => `call-events:${supabaseUserId}`;

/** Name of the Broadcast message that carries a {@link CallEvent}. */
export const callEventsBroadcast = "call";
