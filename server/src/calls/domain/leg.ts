import type { EndReason, LegRole, PersonType } from "@synapse-voice/contract";

/** A person as part of a call. */
export interface CallParty {
  readonly userId: string;
  readonly type: PersonType;
  readonly name: string;
  /** False where the name came from the caller, because no record holds one. */
  readonly verified: boolean;
}

/** A leg's presence in the media room, as far as it is known. */
export interface LegMedia {
  /** LiveKit's id of the last known session, over or not; null before the first one. */
  readonly sessionId: string | null;
  /** Time until which the party must be (back) in the room; null while it is there. */
  readonly rejoinDeadline: number | null;
  /** True if the party left the room itself, false if it lost its connection. */
  readonly leftIntentionally: boolean;
}

/** One party's part of a call. Times are ms since the epoch. */
export interface Leg {
  readonly id: string;
  readonly party: CallParty;
  readonly role: LegRole;
  /** The device that owns the leg's media; null before the party has joined with one. */
  readonly deviceId: string | null;
  /** While the party waits for an answer: it is gone when this has passed. */
  readonly leaseUntil: number | null;
  readonly media: LegMedia;
  /** Time since when this party keeps the others on hold; null while it does not. */
  readonly holdSince: number | null;
  /** When the party was connected with others; null before the answer. */
  readonly joinedAt: number | null;
  readonly leftAt: number | null;
  readonly leftReason: EndReason | null;
}

export const noMedia: LegMedia = {
  sessionId: null,
  rejoinDeadline: null,
  leftIntentionally: false,
};

/** True while a leg is connected with others, on hold or not. */
export const isConnected = (leg: Leg): boolean => leg.joinedAt !== null && leg.leftAt === null;

/** True while the party talks: connected, and not holding. A person has one such leg at most. */
export const isActive = (leg: Leg): boolean => isConnected(leg) && leg.holdSince === null;

/**
 * True for a leg whose party takes part in the call: the caller from the start, everyone else from
 * their answer on. A callee who is only named, or rung, does not yet.
 */
export const takesPart = (leg: Leg): boolean => leg.role === "caller" || leg.joinedAt !== null;
