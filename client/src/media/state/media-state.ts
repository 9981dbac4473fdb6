import type { HoldSound } from "@synapse-voice/contract";

/**
 * Why one side does not hear the other although nobody is muted or on hold. `no-sound-from-them`:
 * nothing of them arrives here. `they-cannot-hear-us`: nothing of us gets to them.
 * `microphone-silent`: our microphone records nothing but silence ("We can't hear anything from
 * your microphone").
 */
export type Silence = "no-sound-from-them" | "they-cannot-hear-us" | "microphone-silent";

/** What a view shows of the media of one of this device's calls. */
export interface CallMediaState {
  readonly callId: string;
  /**
   * `reconnecting` while it may come back, and is tried for as long as the call lives; `lost` where
   * another tab or a second start of this device has taken the call's sound over: it is not tried
   * again here.
   */
  readonly status: "connecting" | "connected" | "reconnecting" | "lost";
  /** The other side is in the room. */
  readonly remotePresent: boolean;
  /** The other side sends no microphone now, though it is there and nobody holds the call. */
  readonly remoteMuted: boolean;
  /** This side keeps the call on hold: it sends nothing and hears nothing of it. */
  readonly held: boolean;
  /** What is heard here while the other side keeps the call on hold; null while it does not. */
  readonly heldByPeer: HoldSound | null;
  /**
   * Null while sound goes both ways, as far as can be told. Already shown while the connection is
   * made anew because of it, which is done once.
   */
  readonly silence: Silence | null;
}

/**
 * What a view shows of this device's media: of the call that is not on hold, else of a held one;
 * `calls` has them all.
 */
export interface MediaState extends Omit<CallMediaState, "callId" | "status"> {
  /** The call that the fields beside `calls` are about. */
  readonly callId: string | null;
  readonly status: "idle" | CallMediaState["status"];
  /**
   * `refused` by the person or a policy, `missing` hardware (or in use elsewhere), `insecure` page.
   * The call goes on listen-only.
   */
  readonly microphone: "idle" | "asking" | "on" | "refused" | "missing" | "insecure";
  /** The browser plays nothing before a click: offer a button that calls `enableSound`. */
  readonly soundBlocked: boolean;
  /** Every call whose room this device is in: at most one is not on hold. */
  readonly calls: readonly CallMediaState[];
}

/** The state without a call. */
export const idleMedia: MediaState = {
  callId: null,
  status: "idle",
  microphone: "idle",
  remotePresent: false,
  remoteMuted: false,
  soundBlocked: false,
  held: false,
  heldByPeer: null,
  silence: null,
  calls: [],
};

/** A microphone of this device, and whether it is the one in use. */
export interface MicrophoneOption {
  readonly id: string;
  readonly label: string;
  readonly current: boolean;
}
