import type { MediaAccess } from "@synapse-voice/contract";

/** Whether to come back into a room that was left against our will: at once, after a moment for the server's word, or never. */
export type Rejoin = "at-once" | "soon" | "never";

/** A microphone that is recording until it is stopped. */
export interface Microphone {
  stop(): void;
}

/** What can be seen of a room at any time. */
export interface RoomFacts {
  readonly remotePresent: boolean;
  readonly remoteMuted: boolean;
  readonly soundBlocked: boolean;
  /** The connection broke and is being mended by itself. */
  readonly mending: boolean;
}

/** How a room makes itself heard. */
export interface RoomEvents {
  /** The facts changed; also after the connection was mended. */
  changed(): void;
  /** The room was left, though nobody asked for it. Nothing more comes from it. */
  ended(rejoin: Rejoin): void;
}

/** One stay in a LiveKit room. What the other side says is played by itself. */
export interface MediaRoom<Mic> {
  /** Rejects where the room can't be entered. */
  connect(access: MediaAccess): Promise<void>;
  publish(microphone: Mic): Promise<void>;
  facts(): RoomFacts;
  enableSound(): Promise<void>;
  /** Leaves, and takes away what was played. The microphone goes on recording. Never rejects. */
  disconnect(): Promise<void>;
}

/** The far end of the call media: microphone and LiveKit, or fakes of them. */
export interface MediaPort<Mic extends Microphone> {
  /** Asks for the microphone; rejects with a DOMException of getUserMedia, or `insecure` where the page may not ask. */
  openMicrophone(): Promise<Mic>;
  /** Mutes or unmutes, published or not; what it was before does not matter. One that was stopped stays so. */
  mute(microphone: Mic, muted: boolean): Promise<void>;
  openRoom(events: RoomEvents): MediaRoom<Mic>;
  /** Makes the next connection to this server faster. */
  warm(url: string): void;
}

/** The page is not secure (no https), so browsers give it no microphone. */
export class InsecurePageError extends Error {}
