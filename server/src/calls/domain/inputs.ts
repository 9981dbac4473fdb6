import type { RecordingWordingId, SoundTrouble } from "@synapse-voice/contract";
import type { CallParty } from "./leg.ts";

/** A person, and the device that sends the command. */
export interface Actor {
  readonly userId: string;
  readonly deviceId: string;
}

/** A command that a person sends. Its rules are in `rules/person-rules.ts`. */
export type PersonCommand =
  | {
      readonly type: "accept";
      readonly by: Actor;
      /** Id of the new leg, if the person has none yet. */
      readonly legId: string;
      /** A call that prevents the answer: the person is placing it, or is on it and can't hold it. */
      readonly otherCallId: string | null;
      /** Time since when callers could renew their leases here. Earlier lapses don't count. */
      readonly leasesSince: number;
    }
  | { readonly type: "resume"; readonly by: Actor; readonly otherCallId: string | null }
  | { readonly type: "record"; readonly by: Actor; readonly change: RecordingChange }
  /**
   * `continue` moves the person's media to this device. `leave_page` announces that the page of
   * this device closes.
   */
  | {
      readonly type:
        | "decline"
        | "cancel"
        | "hang_up"
        | "hold"
        | "continue"
        | "renew_lease"
        | "leave_page";
      readonly by: Actor;
    };

/** A change of a recording by a person. The ids are those of the new pause or consent. */
export type RecordingChange =
  | { readonly action: "start" | "resume" }
  | { readonly action: "pause"; readonly pauseId: string }
  | {
      readonly action: "consent";
      readonly consentId: string;
      readonly agreed: boolean;
      readonly wordingId: RecordingWordingId;
      readonly language: string;
    };

/**
 * A command of the queue, the sweeper or the media server. Its rules are in
 * `rules/server-rules.ts`.
 */
export type ServerCommand =
  | {
      readonly type: "offer";
      readonly people: readonly { readonly offerId: string; readonly person: CallParty }[];
    }
  /** Ends the turns of the queue that have rung for their time. */
  | { readonly type: "turns_over" }
  /** Ends a person's turn of the queue, because they can't answer any more. */
  | {
      readonly type: "withdraw";
      readonly userId: string;
      readonly outcome: "missed" | "cancelled";
    }
  /** Ends a waiting call that no agent can answer. */
  | { readonly type: "wait_over"; readonly reason: "no_agent" | "closed" }
  /** `callee_taken`: the customer whom a direct call rings has just answered another call. */
  | { readonly type: "deadline_passed" | "media_failed" | "callee_taken" }
  /**
   * A party's rejoin deadline has passed, so the party counts as gone. `extraMs` is the time to
   * wait after the deadline if the room could not be checked.
   */
  | { readonly type: "rejoin_deadline_passed"; readonly extraMs: number }
  | { readonly type: "caller_lease_lost"; readonly leasesSince: number }
  /** `sessionId` is null if the party is not in the room's list and had no session before. */
  | {
      readonly type: "party_left";
      readonly party: Actor;
      readonly sessionId: string | null;
      readonly leftIntentionally: boolean;
    }
  /**
   * `listed` is true if the party is in the room's list now, and false if a webhook, which may be
   * late, reports it.
   */
  | {
      readonly type: "party_returned";
      readonly party: Actor;
      readonly sessionId: string;
      readonly listed: boolean;
    }
  /**
   * `room_lost`: the media server had lost the room, and it was created again. `media_unseen`: the
   * room can't be checked at the moment.
   */
  | { readonly type: "room_lost" | "media_unseen" }
  /** A party's device reports what it hears. `trouble` is null if sound arrives. */
  | {
      readonly type: "sound_reported";
      readonly party: Actor;
      readonly trouble: SoundTrouble | null;
    }
  /** Tells the parties what changed in the recording without them, and looks after long pauses. */
  | { readonly type: "announce_recording" }
  /** Ends a call in which a party's network has let no sound through for too long. */
  | { readonly type: "sound_blocked" }
  | { readonly type: "person_removed"; readonly userId: string };

export type Command = PersonCommand | ServerCommand;
export type CommandOf<Type extends Command["type"]> = Command & { readonly type: Type };
