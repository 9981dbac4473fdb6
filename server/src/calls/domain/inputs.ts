import type { CallParty } from "./leg.ts";

/** A person at a device who asks for something. */
export interface Actor {
  readonly userId: string;
  readonly deviceId: string;
}

export type PersonCommand =
  | {
      readonly type: "accept";
      readonly by: Actor;
      /** Id of the leg that this answer makes, where the person has none yet. */
      readonly legId: string;
      /** A call that keeps this person from it: one that they place, or are on and can't hold. */
      readonly otherCallId: string | null;
      /** Since when callers could renew their leases here. Earlier lapses count for nothing. */
      readonly leasesSince: number;
    }
  | { readonly type: "resume"; readonly by: Actor; readonly otherCallId: string | null }
  /** `continue` moves the person's media to this device of theirs. */
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
      readonly userId: string;
      readonly outcome: "missed" | "cancelled";
    }
  /** The queue has nobody for a call that waits. */
  | { readonly type: "wait_over"; readonly reason: "no_agent" | "closed" }
  /** `callee_taken`: the customer who is rung by name has just answered another call. */
  | { readonly type: "deadline_passed" | "media_failed" | "callee_taken" }
  /** `extraMs`: how much longer than the grace to wait, where the room could not be checked. */
  | { readonly type: "grace_passed"; readonly extraMs: number }
  | { readonly type: "caller_lease_lost"; readonly leasesSince: number }
  /** `sessionId` is null where the room's list lacks a party that was never seen in it. */
  | {
      readonly type: "party_left";
      readonly party: Actor;
      readonly sessionId: string | null;
      readonly leftIntentionally: boolean;
    }
  /** `listed`: found in the room's list just now, rather than reported by an event that may be late. */
  | {
      readonly type: "party_returned";
      readonly party: Actor;
      readonly sessionId: string;
      readonly listed: boolean;
    }
  /**
   * `room_lost`: the media server had forgotten the room, and it was made anew. `media_unseen`: the
   * room can't be checked at present.
   */
  | { readonly type: "room_lost" | "media_unseen" }
  | { readonly type: "person_removed"; readonly userId: string };

export type Command = PersonCommand | ServerCommand;
export type CommandOf<Type extends Command["type"]> = Command & { readonly type: Type };
