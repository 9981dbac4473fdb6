import type {
  AgentState,
  CallSnapshot,
  HoldSound,
  Party,
  QueuePlace,
  Role,
  WantedState,
} from "@synapse-voice/contract";

/**
 * Connection to the server's events: `online` over the best feed, `degraded` over the fallback
 * (calls may ring up to a second late), `offline` without any.
 */
export type Connection = "connecting" | "online" | "degraded" | "offline";

/** State of a call for this person. `answering` lasts from the press on Answer to the reply. */
export type Phase = "queued" | "ringing-out" | "ringing-in" | "answering" | "on-call" | "ended";

/** A call as one person sees it. */
export interface CallView {
  /**
   * The newest snapshot. It may have a live status although the phase is `ended`: right after Hang
   * up, or where the event of the end was lost.
   */
  readonly call: CallSnapshot;
  /** Role of this person in the call. */
  readonly role: Role;
  /** The other party; null for a queue call that nobody has answered. */
  readonly peer: Party | null;
  /** Present phase of the call for this person. */
  readonly phase: Phase;
  /** True if this device has the call's media; false if another one has it, or none yet. */
  readonly here: boolean;
  /**
   * Server time of the answer in ms since the epoch. The length of the call is `client.now() -
   * answeredAt`.
   */
  readonly answeredAt: number | null;
  /** True while this person has the call on hold. It changes at the press on Hold or Resume. */
  readonly held: boolean;
  /** Sound that plays here while the other party has the call on hold; else null. */
  readonly heldByPeer: HoldSound | null;
  /** True if it was hung up or declined on this device, also before the server confirms it. */
  readonly left?: boolean;
}

/** Presence of this device as the server recorded it. */
export interface PresenceView {
  /** State of the agent as the server derives it. */
  readonly state: AgentState;
  /** Server time in ms since the epoch until which calls reach this device without a renewal. */
  readonly leaseUntil: number;
  /**
   * True while the server has this device's lease and a feed works. Then calls that name this agent
   * ring here, and calls of the queue too if `state` is `available`.
   */
  readonly reachable: boolean;
  /** Server time in ms since the epoch at which wrap-up ends; null without wrap-up. */
  readonly wrapUpUntil: number | null;
  /** Number of the tenant's calls that wait for an agent. */
  readonly waiting: number;
  /** False if the queue never rings this agent, whatever they ask for. Else absent. */
  readonly takesQueueCalls?: boolean;
  /** Number of the tenant's call-backs that nobody has taken on. */
  readonly openCallbacks: number;
}

/** The last command that failed. */
export interface Notice {
  /** An error code of the contract, `network`, `invalid_reply` or `token_timeout`. */
  readonly code: string;
  /** The call that the command was about. */
  readonly callId?: string | undefined;
  /**
   * Name of the person who answered elsewhere, for `answered_elsewhere`, or who can't be called,
   * for `busy`.
   */
  readonly name?: string | undefined;
}

/** A command that failed, with all that it takes to send it again. */
export type FailedCommand =
  | { readonly type: "call"; readonly calleeId: string | null; readonly name: string | null }
  | { readonly type: "answer" | "hold" | "resume" | "moveToDevice"; readonly callId: string }
  | { readonly type: "endWrapUp" };

/** Everything that a view of calls shows. Immutable: each change makes a new object. */
export interface ClientState {
  /** Connection to the server's events. It is `offline` also after this device's lease was lost. */
  readonly connection: Connection;
  /** Server time in ms since the epoch at which `connection` became `offline`; else null. */
  readonly offlineSince: number | null;
  /** Null without the presence plugin, and before the server's first reply. */
  readonly presence: PresenceView | null;
  /** State that the agent wants. The server's result is `presence.state`. */
  readonly wanted: WantedState;
  /**
   * Live calls, and ended ones for 8 s or until they are dismissed. An agent's calls that were
   * missed or broke off stay until they are dismissed, and other answered calls during wrap-up.
   * Newest first.
   */
  readonly calls: readonly CallView[];
  /** Place of this device's call in the queue; null while none waits or it is not known yet. */
  readonly queue: QueuePlace | null;
  /**
   * True while the microphone is muted, for the call that is not on hold or the one being dialled.
   * Each call has its own. False without a call of this device.
   */
  readonly muted: boolean;
  /** The person who is being called, from the press on Call to the server's reply; else null. */
  readonly dialing: { readonly calleeId: string | null; readonly name: string | null } | null;
  /** The last command that failed, until it is dismissed or another command is sent; else null. */
  readonly notice: Notice | null;
  /** The command that `notice` is about. Without a notice it has no meaning. */
  readonly failedCommand?: FailedCommand;
}

/** The state of a new client. */
export const initialState: ClientState = {
  connection: "connecting",
  offlineSince: null,
  presence: null,
  wanted: "available",
  calls: [],
  queue: null,
  muted: false,
  dialing: null,
  notice: null,
};
