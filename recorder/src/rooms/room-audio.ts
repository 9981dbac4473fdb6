import type { Source } from "../audio/timeline/timeline.ts";

/** Hears what a room tells. Nothing is told after `onClosed`. */
export interface RoomListener {
  /** Gets the next mono samples of a track, at 48 kHz, when they arrive. */
  onFrame(source: Source, samples: Int16Array): void;
  /** Tells that the connection is interrupted (false), or back (true). It may come back alone. */
  onConnected(isConnected: boolean): void;
  /** Tells that the connection is over for good. */
  onClosed(): void;
}

export interface JoinOptions {
  readonly roomName: string;
  /** Must be new for each join: LiveKit lets two participants of one identity evict each other. */
  readonly identity: string;
  readonly listener: RoomListener;
}

/** A room in which the recorder is. */
export interface JoinedRoom {
  leave(): void;
}

/** The port to the sound of LiveKit's rooms. */
export interface RoomAudio {
  /**
   * Joins a room without being seen, and hears everyone in it. Rejects if there is no such room, or
   * if it can't be reached within some seconds.
   */
  join(options: JoinOptions): Promise<JoinedRoom>;
}
