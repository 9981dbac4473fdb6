import type { CallSnapshot, FeedHealth } from "@synapse-voice/contract";
import { type CallView, type ClientState, type Connection, initialState } from "./state.ts";

/** A call with what only the reducer needs. Times are monotonic ms of this device. */
export interface CallEntry extends CallView {
  /** When a snapshot of it last came in. */
  readonly seenAt: number;
  /** True after a full reply without it: it is over, though nobody said how. */
  readonly gone: boolean;
  /** When its card goes; null while it lives. */
  readonly until: number | null;
}

/** The state that the client keeps; views see the {@link ClientState} in it. */
export interface SignalState extends ClientState, Moment {
  readonly me: string;
  readonly deviceId: string;
  readonly calls: readonly CallEntry[];
  /** What the feed says of itself; `connection` also counts a lost lease. */
  readonly heard: Connection;
  readonly via: FeedHealth;
  /** Calls that this device is just answering. */
  readonly answering: readonly string[];
  /** Calls that were hung up here and whose server may not know yet. */
  readonly leaving: readonly string[];
  /** Calls that were held (true) or resumed here, where the server's word is still to come. */
  readonly holding: Readonly<Record<string, boolean>>;
  /**
   * Last known versions of the latest calls whose card is gone, so that nothing late brings them
   * back.
   */
  readonly over: Readonly<Record<string, number>>;
  /** When the newest full reply was asked for. */
  readonly askedAt: number;
}

/** When something happens: `at` in monotonic ms of this device, `now` in ms of the server's time. */
export interface Moment {
  readonly at: number;
  readonly now: number;
}

/** What can happen to the state. `askedAt` is monotonic, as `at` is. */
export type Input = Moment & Happening;

/** The same without the time. */
export type Happening =
  /** Snapshots came in. With `askedAt` they are all live calls of the person at some time after it. */
  | {
      readonly type: "snapshots";
      readonly calls: readonly CallSnapshot[];
      readonly askedAt?: number;
    }
  /** Cards whose time is over go, and the named one; what rang until now rings no more. */
  | { readonly type: "clear"; readonly callId?: string }
  /** Single facts change. */
  | {
      readonly type: "set";
      readonly patch: Partial<
        Pick<
          SignalState,
          | "heard"
          | "via"
          | "presence"
          | "wanted"
          | "queue"
          | "muted"
          | "dialing"
          | "notice"
          | "me"
          | "answering"
          | "leaving"
          | "holding"
        >
      >;
    };

/** The state of a client that has just been made. */
export const startState = (me: string, deviceId: string): SignalState => ({
  ...initialState,
  calls: [],
  me,
  deviceId,
  at: 0,
  now: 0,
  heard: "connecting",
  via: "down",
  answering: [],
  leaving: [],
  holding: {},
  over: {},
  askedAt: -Infinity,
});
