/** What a view shows of the media of this device's call. */
export interface MediaState {
  /** The call whose media is here. */
  readonly callId: string | null;
  /** `reconnecting` while it may come back; `lost` where it will not try again by itself. */
  readonly status: "idle" | "connecting" | "connected" | "reconnecting" | "lost";
  /** `refused` by the person or a policy, `missing` hardware (or in use elsewhere), `insecure` page. The call goes on listen-only. */
  readonly microphone: "idle" | "asking" | "on" | "refused" | "missing" | "insecure";
  /** The other side sends no microphone now, though it is there. */
  readonly remoteMuted: boolean;
  /** The other side is in the room. */
  readonly remotePresent: boolean;
  /** The browser plays nothing before a click: offer a button that calls `enableSound`. */
  readonly soundBlocked: boolean;
}

/** The state without a call. */
export const idleMedia: MediaState = { callId: null, status: "idle", microphone: "idle", remoteMuted: false, remotePresent: false, soundBlocked: false };

/** Keeps LiveKit in step with the call client's state. */
export interface CallMedia {
  getState(): MediaState;
  subscribe(listener: () => void): () => void;
  /** Prepares the connection while a call rings, so that the answer connects sooner. */
  warm(): void;
  /** Call it in a click. */
  enableSound(): Promise<void>;
  /** Asks for the microphone again after it was refused or missing. */
  retryMicrophone(): Promise<void>;
  /** Leaves the room and lets the microphone go. */
  close(): Promise<void>;
}
