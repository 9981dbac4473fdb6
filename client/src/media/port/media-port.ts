import type { MediaAccess } from "@synapse-voice/contract";

/** Parent of the audio elements: an element, or a function that finds it when a call begins. */
export type AudioContainer = HTMLElement | (() => HTMLElement);

/**
 * Reaction to a room that was left although nobody asked for it:
 *
 * - `immediate`: connect again now, with a fresh token.
 * - `delayed`: first wait for the server's notice about the call, then connect again.
 * - `never`: stay out. Another tab, or a second start of the app, has the call's audio.
 */
export type ReconnectPolicy = "immediate" | "delayed" | "never";

/**
 * Way of a connection's sound. `relay` uses only the media server's relay (TURN), by UDP, TCP or
 * TLS. It helps where a network lets connections come about and then drops their sound.
 */
export type Transport = "any" | "relay";

/** A microphone that records until it is stopped. */
export interface Microphone {
  /** Stops recording for good. */
  stop(): void;
}

/** A device, as the browser names it. */
export interface NamedDevice {
  readonly id: string;
  readonly label: string;
}

/** State of a room at one moment. */
export interface RoomState {
  readonly remotePresent: boolean;
  readonly remoteMuted: boolean;
  /** True where the browser plays nothing before a click. */
  readonly soundBlocked: boolean;
  /** True while LiveKit repairs a broken connection by itself. */
  readonly reconnecting: boolean;
  /** Side whose connection is weak: this device, or else another party; null if none is. */
  readonly weakNetwork: "own" | "peer" | null;
}

/** Counters of another party's microphone. */
export interface IncomingStats {
  /** Identity of the party in the room. It stays the same when the party reconnects. */
  readonly party: string;
  readonly muted: boolean;
  readonly packets: number;
  readonly energy: number;
}

/**
 * Counters of a room's audio at one moment. They start at 0 with each connection. Energy is a sum
 * of squared levels, as in `totalAudioEnergy` of WebRTC's statistics.
 */
export interface AudioStats {
  /** Counters of the microphone of each other party that sends one. */
  readonly incoming: readonly IncomingStats[];
  /** Counters of our microphone; null where none is published. */
  readonly outgoing: {
    readonly packets: number;
    readonly energy: number;
    /** Changes with each report of the media server on what it received from us. */
    readonly reports: number;
    /** True where the browser or the system muted the microphone. */
    readonly sourceMuted: boolean;
  } | null;
}

/** A room's connection at one moment. Null where the browser doesn't measure it. */
export interface NetworkSample {
  /** Way of the connection, such as `udp` or `tls by relay`. */
  readonly transport: string | null;
  readonly roundTripMs: number | null;
  readonly jitterMs: number | null;
  /** Share of the packets that were lost since the connection began, from 0 to 1. */
  readonly lossIn: number | null;
  readonly lossOut: number | null;
}

/** Callbacks of a room. */
export interface RoomEvents {
  /** Runs when the room's state changed. */
  changed(): void;
  /** Runs when the media server has let this device in, before any media flows. */
  reached(): void;
  /** Runs when the room was left although nobody asked for it. No event follows. */
  ended(policy: ReconnectPolicy): void;
}

/** One connection to a LiveKit room. It plays the other party unless `play(false)` was called. */
export interface MediaRoom<Mic> {
  /** Enters the room. Rejects where that fails. */
  connect(access: MediaAccess, transport: Transport): Promise<void>;
  /** Sends this microphone, in place of one that was published before. */
  publish(microphone: Mic): Promise<void>;
  /** Turns playback of the other party on or off, at once. */
  play(on: boolean): void;
  state(): RoomState;
  /** Returns true if the media server of a connected room offers a relay. */
  hasRelay(): boolean;
  /** Reads the counters. Rejects where the browser can't read them now. */
  audioStats(): Promise<AudioStats>;
  /** Measures the connection. Rejects where the browser can't now. */
  networkStats(): Promise<NetworkSample>;
  /** Asks the browser to play; works only in a click. */
  enableSound(): Promise<void>;
  /** Leaves the room and stops playback. The microphone keeps recording. Never rejects. */
  disconnect(): Promise<void>;
}

/** Hold music that plays. */
export interface HoldMusic {
  /** Returns true where the browser plays nothing before a click. */
  blocked(): boolean;
  /** Asks the browser to play; works only in a click. */
  enableSound(): Promise<void>;
  /** Stops at once and for good. */
  stop(): void;
}

/** Microphone and rooms, as the call media use them: LiveKit in the product, fakes in tests. */
export interface MediaPort<Mic extends Microphone> {
  /**
   * Asks for the microphone with this id, or for another one where it is missing. Rejects with a
   * DOMException of `getUserMedia`, or with {@link InsecurePageError}.
   */
  openMicrophone(id?: string | null): Promise<Mic>;
  /** Lists the microphones that the browser names. */
  listMicrophones(): Promise<readonly NamedDevice[]>;
  /** Returns the id of an open microphone; null where the browser doesn't say it. */
  idOf(microphone: Mic): string | null;
  /** Returns what an open microphone records; it must not be stopped. Null in tests. */
  trackOf(microphone: Mic): MediaStreamTrack | null;
  /** Runs the listener when a microphone ends by itself: unplugged, or no longer allowed. */
  onMicrophoneEnd(microphone: Mic, listener: () => void): void;
  /**
   * Runs the listener when a microphone was plugged in or out, and when the person allowed or
   * blocked microphones. The result ends that.
   */
  watchMicrophones(listener: () => void): () => void;
  /** Returns true if the browser gives a microphone without asking; false where it doesn't say. */
  isMicrophoneAllowed(): Promise<boolean>;
  /** Clones the microphone for one call. The clone is muted and stopped independently. */
  cloneMicrophone(microphone: Mic): Mic;
  /** Silences the microphone at once without telling the room, ahead of a `mute` that must wait. */
  muteLocally(microphone: Mic): void;
  /**
   * Mutes or unmutes, whether published or not and whatever it was before. A stopped microphone
   * stays stopped.
   */
  mute(microphone: Mic, muted: boolean): Promise<void>;
  openRoom(events: RoomEvents): MediaRoom<Mic>;
  /** Plays hold music until it is stopped. `changed` runs when `blocked` may have changed. */
  playHoldMusic(changed: () => void): HoldMusic;
  /** Prepares the next connection to this server, so that it takes less time. */
  warm(url: string): void;
}

/** Thrown where the page is not secure (no HTTPS), so that browsers give it no microphone. */
export class InsecurePageError extends Error {}
