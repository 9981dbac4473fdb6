import type { EndReason, LegRole, PersonType, SoundTrouble } from "@synapse-voice/contract";

/** A person as part of a call. */
export interface CallParty {
  readonly userId: string;
  readonly type: PersonType;
  readonly name: string;
  /** An agent's first name. Missing for customers, and in what an older server has stored. */
  readonly firstName?: string;
  /** False if the caller gave the name, because no record has one. */
  readonly verified: boolean;
}

/** A leg's presence in the media room, as far as it is known. */
export interface LegMedia {
  /** LiveKit's id of the last known session, over or not; null before the first one. */
  readonly sessionId: string | null;
  /** Time until which the party must be (back) in the room; null while it is there. */
  readonly rejoinDeadline: number | null;
  /**
   * True if LiveKit reported that the client left by itself. Recorded for support. It decides
   * nothing, because a client that reconnects from scratch is reported in the same way.
   */
  readonly leftIntentionally: boolean;
  /** Time at which the party's page announced that it closes; absent after the party's next join. */
  readonly leftPageAt?: number;
  /** The trouble with the sound that the device reports, and since when. Absent if there is none. */
  readonly sound?: { readonly trouble: SoundTrouble; readonly since: number };
}

/** One party's participation in a call. Times are ms since the epoch. */
export interface Leg {
  readonly id: string;
  readonly party: CallParty;
  readonly role: LegRole;
  /** The device that owns the leg's media; null for a callee before the answer. */
  readonly deviceId: string | null;
  /** Time at which a caller who waits for an answer counts as gone, unless the lease is renewed. */
  readonly leaseUntil: number | null;
  readonly media: LegMedia;
  /** Time since when this party has the others on hold; null if it has not. */
  readonly holdSince: number | null;
  /** Time of the answer; null before it. */
  readonly joinedAt: number | null;
  readonly leftAt: number | null;
  readonly leftReason: EndReason | null;
}

export const noMedia: LegMedia = {
  sessionId: null,
  rejoinDeadline: null,
  leftIntentionally: false,
};

/** Returns true if the party is connected with others, even if it has them on hold. */
export const isConnected = (leg: Leg): boolean => leg.joinedAt !== null && leg.leftAt === null;

/** Returns true if the party is connected and has nobody on hold. A person has one such leg at most. */
export const isActive = (leg: Leg): boolean => isConnected(leg) && leg.holdSince === null;

/**
 * Returns true if the party takes part in the call: the caller from the start, everyone else from
 * their answer on.
 */
export const takesPart = (leg: Leg): boolean => leg.role === "caller" || leg.joinedAt !== null;
