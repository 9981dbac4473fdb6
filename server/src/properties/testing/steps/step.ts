import type { SoundTrouble } from "@synapse-voice/contract";
import type { agents, Device, Name } from "../world/people.ts";
import type { Via } from "../world/world.ts";

export type AgentName = (typeof agents)[number];

/** A command on a call. */
export type CallVerb =
  | "accept"
  | "decline"
  | "cancel"
  | "hang_up"
  | "hold"
  | "resume"
  | "continue"
  | "renew"
  | "media_token"
  | "report_sound";

/**
 * One request of one person. A number picks a call or person among those that the command suits at
 * present; `odd` picks among all, and `past` among people whose offer is over.
 */
export type RequestStep =
  | {
      readonly do: "presence";
      readonly who: AgentName;
      readonly device: Device;
      readonly state: "available" | "away";
      readonly feed: "realtime" | "poll" | "down";
      readonly via: Via;
    }
  | { readonly do: "sign_off"; readonly who: AgentName; readonly device: Device; readonly via: Via }
  | {
      readonly do: "dial";
      readonly who: Name;
      readonly to: Name | null;
      readonly device: Device;
      readonly key: number | null;
      readonly via: Via;
    }
  | {
      readonly do: CallVerb;
      readonly call: number;
      readonly by: number;
      readonly odd: boolean;
      readonly past?: boolean;
      /** The trouble that a `report_sound` reports. */
      readonly trouble?: SoundTrouble | null;
      readonly device: Device;
      readonly via: Via;
    }
  | { readonly do: "end_wrap_up"; readonly who: AgentName; readonly via: Via }
  | { readonly do: "ask_callback"; readonly who: "carl" | "dora"; readonly via: Via }
  | {
      readonly do: "claim" | "done" | "reopen";
      readonly callback: number;
      readonly who: AgentName;
      readonly via: Via;
    }
  | { readonly do: "look"; readonly who: Name; readonly via: Via }
  | {
      readonly do: "settings";
      readonly change: Readonly<Record<string, unknown>>;
      readonly via: Via;
    }
  | { readonly do: "remove"; readonly who: AgentName; readonly via: Via };

/** A party of a call joins its room, or leaves it. `side` picks the party. */
export interface RoomMove {
  readonly do: "join" | "leave";
  readonly call: number;
  readonly side: number;
  readonly goodbye: boolean;
}

/** One step of a sequence. It is plain data, so that a failing sequence can be kept as printed. */
export type Step =
  | RequestStep
  /** Several requests at the same time, and (`sweep`) a server that sweeps meanwhile. */
  | { readonly do: "together"; readonly of: readonly RequestStep[]; readonly sweep?: Via | null }
  | { readonly do: "accept_by_many"; readonly call: number }
  /** Two people call each other at the same time. */
  | { readonly do: "glare"; readonly who: Name; readonly to: Name }
  /** A direct call that is answered, and whose parties join its room. */
  | { readonly do: "talk"; readonly who: Name; readonly to: Name; readonly via: Via }
  /** A direct call that is answered, and whose callee's network then blocks the sound. */
  | { readonly do: "blocked_talk"; readonly who: Name; readonly to: Name; readonly via: Via }
  /** An agent declines a queue call, and then tries to accept it. */
  | { readonly do: "second_thought"; readonly who: "carl" | "dora"; readonly via: Via }
  /** An agent is removed while a direct call or (`to` is null) a turn of the queue rings them. */
  | {
      readonly do: "removed_while_rung";
      readonly who: "carl" | "dora";
      readonly to: AgentName | null;
      readonly via: Via;
    }
  /** A customer requests a call-back. An agent claims it, and finishes or reopens it. */
  | {
      readonly do: "work_off";
      readonly who: "carl" | "dora";
      readonly by: AgentName;
      readonly end: "done" | "reopen";
      readonly via: Via;
    }
  /** The same request twice. */
  | { readonly do: "repeat"; readonly of: RequestStep }
  /** A request over which the server crashes, at some step. */
  | { readonly do: "crash"; readonly at: number; readonly of: RequestStep }
  | RoomMove
  | {
      readonly do: "webhook";
      readonly pick: number;
      readonly how: "deliver" | "drop" | "double" | "keep";
      readonly via: Via;
    }
  | { readonly do: "lose_room"; readonly call: number }
  | { readonly do: "media"; readonly up: boolean }
  | {
      readonly do: "pass";
      readonly seconds: number;
      readonly sweeps: "often" | "once" | "never";
      readonly renew: boolean;
      readonly via: Via;
    }
  | { readonly do: "restart"; readonly via: Via };

/** The steps of one kind. */
export type StepOf<Kind extends Step["do"]> = Extract<Step, { do: Kind }>;
