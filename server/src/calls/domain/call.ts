import {
  isTerminal,
  type CallStatus,
  type EndReason,
  type ErrorCode,
  type HoldSound,
  type OfferOutcome,
  type Party,
} from "@synapse-voice/contract";

/** One side of a call, with the row it has where it is a portal customer. */
export interface CallParty extends Party {
  readonly portalCustomerId: string | null;
}

/** One attempt to ring one person. Open while `outcome` is null. Times are ms since the epoch. */
export interface Offer {
  readonly id: string;
  readonly person: CallParty;
  readonly outcome: OfferOutcome | null;
  /** The device that accepted or declined. */
  readonly deviceId: string | null;
  readonly offeredAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  /** A turn of the queue, rather than a call by name. */
  readonly fromQueue: boolean;
}

/** The tenant's settings as they were when the call was placed. Durations in ms. */
export interface CallTerms {
  /** How long a turn of the queue rings. */
  readonly offerTimeout: number;
  /** How long the call may last from the answer on. */
  readonly longest: number;
  /** How long an agent has for work after it. */
  readonly wrapUp: number;
  readonly holdSound: HoldSound;
}

/** What is known of one side's presence in the media room. */
export interface MediaPresence {
  /** LiveKit's id of the last session seen, still there or not; null where none was. */
  readonly sid: string | null;
  /** Until when the party must be (back) in the room; null while it is there. */
  readonly goneUntil: number | null;
  /** True where it left by its own will rather than vanished. */
  readonly saidGoodbye: boolean;
}

/** A call as the rules see it. Times are ms since the epoch. */
export interface Call {
  readonly id: string;
  readonly tenantId: string;
  readonly roomName: string;
  readonly status: CallStatus;
  readonly version: number;
  readonly caller: CallParty;
  readonly callerDeviceId: string;
  /** Whom the caller named; null for the queue. */
  readonly requestedCalleeId: string | null;
  /** Who was named or answered; null in the queue until somebody answers. */
  readonly callee: CallParty | null;
  readonly answeredDeviceId: string | null;
  readonly placedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
  readonly endedBy: string | null;
  /** The one deadline of the present status. */
  readonly deadlineAt: number | null;
  /** While unanswered: the caller is gone when this has passed. */
  readonly callerLeaseUntil: number | null;
  readonly callerMedia: MediaPresence;
  readonly calleeMedia: MediaPresence;
  /** Since when this side keeps the other on hold; null where it does not. */
  readonly callerHoldAt: number | null;
  readonly calleeHoldAt: number | null;
  readonly terms: CallTerms;
  readonly offers: readonly Offer[];
}

/** A person at a device who asks for something. */
export interface Actor {
  readonly personId: string;
  readonly deviceId: string;
}

export type PersonCommand =
  | {
      readonly type: "accept";
      readonly by: Actor;
      /** A call that keeps this person from it: one that they place, or are on and can't hold. */
      readonly otherCallId: string | null;
      /** Since when callers could renew their leases here: what passed before that says nothing. */
      readonly leasesSince: number;
    }
  | { readonly type: "resume"; readonly by: Actor; readonly otherCallId: string | null }
  /** `continue`: the call's sound is on this device of theirs from now on. */
  | {
      readonly type: "decline" | "cancel" | "hang_up" | "hold" | "continue" | "renew_lease";
      readonly by: Actor;
    };

export type ServerCommand =
  | {
      readonly type: "offer";
      readonly people: readonly { readonly offerId: string; readonly person: CallParty }[];
    }
  /** Turns of the queue that have rung for their time are over. */
  | { readonly type: "turns_over" }
  /** A turn of the queue is taken from somebody who can't answer it any more. */
  | {
      readonly type: "withdraw";
      readonly personId: string;
      readonly outcome: "missed" | "cancelled";
    }
  /** The queue has nobody for a call that waits. */
  | { readonly type: "wait_over"; readonly reason: "no_agent" | "closed" }
  /** `callee_taken`: the customer who is rung by name has just answered another call. */
  | { readonly type: "deadline_passed" | "media_failed" | "callee_taken" }
  /** `patience`: how much longer than the grace to wait, ms, where nobody could look into the room. */
  | { readonly type: "grace_passed"; readonly patience: number }
  | { readonly type: "caller_lease_lost"; readonly leasesSince: number }
  /** `sid` is null where the room's list lacks a party of which no session was ever seen. */
  | {
      readonly type: "party_left";
      readonly party: Actor;
      readonly sid: string | null;
      readonly saidGoodbye: boolean;
    }
  /** `listed`: seen in the room's list just now, rather than told by an event that may be late. */
  | {
      readonly type: "party_returned";
      readonly party: Actor;
      readonly sid: string;
      readonly listed: boolean;
    }
  /**
   * `room_lost`: the media server had forgotten the room, and it was made anew. `media_unseen`:
   * nobody can look into the room at present.
   */
  | { readonly type: "room_lost" | "media_unseen" }
  | { readonly type: "person_removed"; readonly personId: string };

export type Command = PersonCommand | ServerCommand;
export type CommandOf<Type extends Command["type"]> = Command & { readonly type: Type };

/** Why a command was refused. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly callId?: string;
  readonly answeredBy?: string;
}

export const noMedia: MediaPresence = { sid: null, goneUntil: null, saidGoodbye: false };

export const isOver = (call: Call): boolean => isTerminal(call.status);

/** The last offer to a person. */
export const offerTo = (call: Call, personId: string): Offer | undefined =>
  call.offers.findLast((offer) => offer.person.supabaseUserId === personId);

/** The side of a call that a person is on; null for whoever is rung or was. */
export function sideOf(call: Call, personId: string): "caller" | "callee" | null {
  if (personId === call.caller.supabaseUserId) return "caller";
  return personId === call.callee?.supabaseUserId && call.answeredAt !== null ? "callee" : null;
}

export const openOffers = (call: Call): readonly Offer[] =>
  call.offers.filter((offer) => offer.outcome === null);

/** What a person is to a call: `past` had an offer that is over, other than by accepting. */
export type Standing = "caller" | "offered" | "callee" | "past" | "stranger";

export function standingOf(call: Call, personId: string): Standing {
  if (call.caller.supabaseUserId === personId) return "caller";
  const offer = offerTo(call, personId);
  if (!offer) return "stranger";
  if (offer.outcome === null) return "offered";
  return offer.outcome === "accepted" ? "callee" : "past";
}
