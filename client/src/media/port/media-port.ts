import type { MediaAccess } from "@synapse-voice/contract";

/**
 * What follows when a room was left against our will: to rejoin at once, or after a moment for the
 * server's word, both with a fresh token and everything made anew; or nothing, since the call's
 * sound is elsewhere on this device now.
 */
export type Rejoin = "at-once" | "soon" | "elsewhere";

/** A microphone that is recording until it is stopped. */
export interface Microphone {
  stop(): void;
}

/** A microphone that can be chosen. */
export interface NamedMicrophone {
  readonly id: string;
  readonly label: string;
}

/** What can be seen of a room at any time. */
export interface RoomFacts {
  readonly remotePresent: boolean;
  readonly remoteMuted: boolean;
  readonly soundBlocked: boolean;
  /** The connection broke and is being mended by itself. */
  readonly mending: boolean;
}

/**
 * Counters of a room's sound at one moment. They begin anew with each room; energy is a sum of
 * squared levels.
 */
export interface SoundSample {
  /** Of the other side's microphone; null where it sends none. */
  readonly incoming: { readonly packets: number; readonly energy: number } | null;
  /**
   * Of ours; null where none is published. `reports` changes with each word of the server on what
   * it got of us.
   */
  readonly outgoing: {
    readonly packets: number;
    readonly energy: number;
    readonly reports: number;
    readonly sourceMuted: boolean;
  } | null;
}

/** How a room makes itself heard. */
export interface RoomEvents {
  /** The facts changed; also after the connection was mended. */
  changed(): void;
  /** The room was left, though nobody asked for it. Nothing more comes from it. */
  ended(rejoin: Rejoin): void;
}

/**
 * One stay in a LiveKit room. What the other side says is played by itself unless that is turned
 * off.
 */
export interface MediaRoom<Mic> {
  /** Rejects where the room can't be entered. */
  connect(access: MediaAccess): Promise<void>;
  /** In place of another that was published before. */
  publish(microphone: Mic): Promise<void>;
  /** Whether the other side is heard; takes effect at once. */
  play(on: boolean): void;
  facts(): RoomFacts;
  /** Rejects where it can't be told now. */
  sound(): Promise<SoundSample>;
  enableSound(): Promise<void>;
  /** Leaves, and takes away what was played. The microphone goes on recording. Never rejects. */
  disconnect(): Promise<void>;
}

/** The sound of a call that the other side holds, while it plays. */
export interface HoldMusic {
  /** The browser plays nothing before a click. */
  blocked(): boolean;
  enableSound(): Promise<void>;
  /** Silent at once, for good. */
  stop(): void;
}

/** The far end of the call media: microphone and LiveKit, or fakes of them. */
export interface MediaPort<Mic extends Microphone> {
  /**
   * Asks for the microphone with this id, or whichever there is instead; rejects with a
   * DOMException of getUserMedia, or `insecure` where the page may not ask.
   */
  openMicrophone(id?: string | null): Promise<Mic>;
  /** The microphones of this device, as far as the browser names them. */
  listMicrophones(): Promise<readonly NamedMicrophone[]>;
  /** Which of them it is; null where that can't be told. */
  idOf(microphone: Mic): string | null;
  /** A second outlet of the same microphone, for one call: it is muted and stopped by itself. */
  branch(microphone: Mic): Mic;
  /** Silences at once, but tells nobody: for a mute that has to wait. */
  hush(microphone: Mic): void;
  /**
   * Mutes or unmutes, published or not; what it was before does not matter. One that was stopped
   * stays so.
   */
  mute(microphone: Mic, muted: boolean): Promise<void>;
  openRoom(events: RoomEvents): MediaRoom<Mic>;
  /** `changed` runs when `blocked` may have changed. */
  playHoldMusic(changed: () => void): HoldMusic;
  /** Makes the next connection to this server faster. */
  warm(url: string): void;
}

/** The page is not secure (no https), so browsers give it no microphone. */
export class InsecurePageError extends Error {}
