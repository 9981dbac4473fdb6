import type { CallSnapshot, FeedHealth } from "@synapse-voice/contract";
import { type CallView, type ClientState, type Connection, initialState } from "./state.ts";

/** A call in the store: what views see of it, and what only the reducer needs. */
export interface CallEntry extends CallView {
  /** Monotonic time in ms at which a snapshot of it last arrived. */
  readonly receivedAt: number;
  /** True after a full reply without it. Then it is over, although no event said how. */
  readonly missing: boolean;
  /**
   * Monotonic time in ms at which its card is removed; Infinity if it stays until it is dismissed,
   * and null while the call is live.
   */
  readonly cardUntil: number | null;
}

/** The store's state. Views see it as {@link ClientState}. */
export interface StoreState extends ClientState, InputTime {
  readonly userId: string;
  readonly deviceId: string;
  readonly calls: readonly CallEntry[];
  /** Connection as the feed reports it. `connection` is also `offline` after a lost lease. */
  readonly feedConnection: Connection;
  readonly feedHealth: FeedHealth;
  /** Calls that this device is answering, until the server replies. */
  readonly answering: readonly string[];
  /** Calls that were hung up here, until the server confirms it. */
  readonly hangingUp: readonly string[];
  /** Calls that were put on hold (true) or resumed (false) here, until the server confirms it. */
  readonly pendingHold: Readonly<Record<string, boolean>>;
  /**
   * Last known versions of calls whose card was removed, for the latest calls. They keep late
   * events from bringing a call back.
   */
  readonly endedVersions: Readonly<Record<string, number>>;
  /** Monotonic time in ms at which the newest full reply was requested. */
  readonly requestedAt: number;
}

/** Time of an input. */
export interface InputTime {
  /** Monotonic ms of this device. */
  readonly at: number;
  /** Server time in ms since the epoch. */
  readonly now: number;
}

/** Fields of the state that a `set` input may change. */
export type StatePatch = Partial<
  Pick<
    StoreState,
    | "feedConnection"
    | "feedHealth"
    | "presence"
    | "wanted"
    | "queue"
    | "muted"
    | "dialing"
    | "notice"
    | "failedCommand"
    | "userId"
    | "answering"
    | "hangingUp"
    | "pendingHold"
    | "calls"
  >
>;

/** Something that changes the state. */
export type Input =
  /**
   * Snapshots arrived. With `requestedAt` (monotonic ms) they are a full reply: all live calls of
   * the person at some time after it.
   */
  | {
      readonly type: "snapshots";
      readonly calls: readonly CallSnapshot[];
      readonly requestedAt?: number;
    }
  /** Removes cards whose time is over, and the card of `callId`; ends rings whose time is over. */
  | { readonly type: "clear"; readonly callId?: string }
  /** Sets fields. */
  | { readonly type: "set"; readonly patch: StatePatch };

/** An input with its time, as the reducer takes it. */
export type TimedInput = InputTime & Input;

/** Makes the state of a new client. */
export const initialStoreState = (userId: string, deviceId: string): StoreState => ({
  ...initialState,
  calls: [],
  userId,
  deviceId,
  at: 0,
  now: 0,
  feedConnection: "connecting",
  feedHealth: "down",
  answering: [],
  hangingUp: [],
  pendingHold: {},
  endedVersions: {},
  requestedAt: -Infinity,
});
