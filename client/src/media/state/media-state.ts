import type { HoldSound } from "@synapse-voice/contract";

/**
 * Reason why one party does not hear the other although nobody is muted or on hold.
 *
 * - `no-sound-from-them`: nothing from the other party arrives here.
 * - `they-cannot-hear-us`: our audio does not reach the media server.
 * - `microphone-silent`: our microphone records only silence.
 */
export type Silence = "no-sound-from-them" | "they-cannot-hear-us" | "microphone-silent";

/** Media of one of this device's calls, for views. */
export interface CallMediaState {
  /** Id of the call. */
  readonly callId: string;
  /**
   * `reconnecting` can last until the call ends, since we never give up. `lost` means that
   * another tab, or a second start of the app, has the call's audio; we don't reconnect here.
   */
  readonly status: "connecting" | "connected" | "reconnecting" | "lost";
  /**
   * True while this device reaches the media server, but its network lets no sound through. The
   * device goes on trying.
   */
  readonly networkBlocked: boolean;
  /** True while we are connected and all other parties are there, as the server knows. */
  readonly remotePresent: boolean;
  /** True while all other parties that have a microphone are muted, and the call is not on hold. */
  readonly remoteMuted: boolean;
  /** True while this party has the call on hold: it sends and hears nothing of it. */
  readonly held: boolean;
  /** Sound that plays here while the other party has the call on hold; else null. */
  readonly heldByPeer: HoldSound | null;
  /**
   * Null while audio goes both ways, as far as we can measure. A silence is already shown while we
   * reconnect because of it, which happens once, and once more by the media server's relay.
   */
  readonly silence: Silence | null;
  /**
   * Side whose connection is weak, as the media server judges it: `own` for this device, `peer` for
   * another party. Null if both are well, or nobody should be heard.
   */
  readonly weakNetwork: "own" | "peer" | null;
}

/** The connection of one call, measured every 5 s. Null where the browser doesn't measure it. */
export interface CallNetwork {
  /** Time of the last measurement by this machine's clock, in ms since the epoch. */
  readonly at: number;
  /** Number of measurements. */
  readonly samples: number;
  /** Way of the connection at the end, such as `udp`, `tcp` or `tls by relay`. */
  readonly transport: string | null;
  /** The mean of all measurements, and the greatest. */
  readonly roundTripMs: number | null;
  readonly maxRoundTripMs: number | null;
  readonly jitterMs: number | null;
  readonly maxJitterMs: number | null;
  /** Share of the packets that were lost in the last connection, from 0 to 1. */
  readonly lossIn: number | null;
  readonly lossOut: number | null;
}

/** A change of the microphone that the person did not ask for. */
export interface MicrophoneChange {
  /**
   * `replaced`: the microphone in use is gone, and another one is used. `restored`: the microphone
   * that the person chose is back, and in use.
   */
  readonly type: "replaced" | "restored";
  /** The browser's name of the microphone that is used now; "" where it has none. */
  readonly label: string;
}

/**
 * Media of this device, for views. The fields of {@link CallMediaState} are about the call that is
 * not on hold, else about one on hold. `calls` has them all.
 */
export interface MediaState extends Omit<CallMediaState, "callId" | "status"> {
  /** The call that the other fields are about; null without a call. */
  readonly callId: string | null;
  /** `idle` without a call. */
  readonly status: "idle" | CallMediaState["status"];
  /**
   * State of the microphone. `refused` by the person or a policy, `missing` (no microphone, or
   * another program uses it), `insecure` (the page has no HTTPS). The call continues without it.
   */
  readonly microphone: "idle" | "asking" | "on" | "refused" | "missing" | "insecure";
  /**
   * The last change of the microphone by itself; null without one. `replaced` stays until the
   * microphone changes again or the call ends, `restored` for 10 s.
   */
  readonly microphoneChange: MicrophoneChange | null;
  /** True where the browser plays nothing before a click: show a button for `enableSound`. */
  readonly soundBlocked: boolean;
  /** Every call whose room this device is in. At most one is not on hold. */
  readonly calls: readonly CallMediaState[];
}

/** The state without a call. It needs no LiveKit, so the package's main entry has it, too. */
export const idleMedia: MediaState = {
  callId: null,
  status: "idle",
  microphone: "idle",
  microphoneChange: null,
  networkBlocked: false,
  remotePresent: false,
  remoteMuted: false,
  soundBlocked: false,
  held: false,
  heldByPeer: null,
  silence: null,
  weakNetwork: null,
  calls: [],
};

/** A microphone of this device, for a list to choose from. */
export interface MicrophoneOption {
  /** The browser's device id. */
  readonly id: string;
  /** The browser's name for it. */
  readonly label: string;
  /** True for the microphone that is in use; without a call, for the one that was chosen. */
  readonly current: boolean;
}
