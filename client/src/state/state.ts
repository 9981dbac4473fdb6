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
 * How the client hears of calls: `online` by its best feed, `degraded` by its fallback (calls may
 * ring a few seconds late), `offline` not at all.
 */
export type Connection = "connecting" | "online" | "degraded" | "offline";

/**
 * Where a call stands for this person. `answering` lasts from the press on Answer to the server's
 * word.
 */
export type Phase = "queued" | "ringing-out" | "ringing-in" | "answering" | "on-call" | "ended";

/** A call as this person sees it. */
export interface CallView {
  /**
   * The newest snapshot. Of a call that ended unseen, and right after Hang up, it may still name a
   * live status.
   */
  readonly call: CallSnapshot;
  readonly role: Role;
  /** The other side; null for a queue call that nobody has answered. */
  readonly peer: Party | null;
  readonly phase: Phase;
  /**
   * True where this device owns the call's media; false: the call is on another device or tab, or
   * on none yet.
   */
  readonly here: boolean;
  /**
   * Server time of the answer in ms since the epoch; the running time is `client.now() -
   * answeredAt`.
   */
  readonly answeredAt: number | null;
  /**
   * True while this person keeps the call on hold: from the press on Hold on, until the server says
   * otherwise.
   */
  readonly held: boolean;
  /** What this person hears while the other side keeps the call on hold; null while it does not. */
  readonly heldByPeer: HoldSound | null;
  /** True where it was hung up or declined on this device, also before the server has heard it. */
  readonly left?: boolean;
}

/** What the server recorded of this device's presence. */
export interface PresenceView {
  readonly state: AgentState;
  /** Server time in ms until which calls reach this device without another renewal. */
  readonly leaseUntil: number;
  /**
   * True while the server acknowledged this device and a feed works: calls that name this agent
   * ring here, and others if `state` is `available`.
   */
  readonly reachable: boolean;
  /** Server time in ms until which the work after the last call lasts; null where there is none. */
  readonly wrapUpUntil: number | null;
  /** Calls of the tenant that wait for an agent. */
  readonly waiting: number;
  /** Callbacks of the tenant that nobody has taken on. */
  readonly openCallbacks: number;
}

/**
 * The last command that failed: an error code of the contract, `network` or `invalid_reply`. `name`
 * is who answered elsewhere.
 */
export interface Notice {
  readonly code: string;
  readonly callId?: string | undefined;
  readonly name?: string | undefined;
}

/** Everything that a view of calls shows. Immutable: each change is a new object. */
export interface ClientState {
  readonly connection: Connection;
  /** Server time in ms since which `connection` is `offline`; else null. */
  readonly offlineSince: number | null;
  /** Null without the presence part, and before the server's first word. */
  readonly presence: PresenceView | null;
  /** What this device asks for; `presence.state` is what the server made of it. */
  readonly wanted: WantedState;
  /** Live calls and those just ended (8 s, or until dismissed), newest first. */
  readonly calls: readonly CallView[];
  /**
   * Where this device's call waits in the queue; null while none does, and before the server has
   * said.
   */
  readonly queue: QueuePlace | null;
  /**
   * What the person wants of this device's microphone: on the call that is not on hold (each call
   * keeps its own), or the one being dialled. False where there is no call of this device.
   */
  readonly muted: boolean;
  /** Who is being called, between the click and the server's reply. */
  readonly dialing: { readonly calleeId: string | null; readonly name: string | null } | null;
  readonly notice: Notice | null;
}

/** The state before anything is known. */
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
