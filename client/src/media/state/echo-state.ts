/** A test in which a person hears their own microphone through the media server. It is no call. */
export interface EchoState {
  /** `talking` once the microphone is sent, and what arrives is played. */
  readonly status: "connecting" | "talking" | "ended";
  /** True once a sound of the microphone came back. */
  readonly heard: boolean;
  /**
   * Reason of the end; null before it. `time`: the room's time is over. `unreachable`: the media
   * server can't be reached. `blocked`: it can, but no sound gets through. The others are those of
   * `MediaState.microphone`.
   */
  readonly reason:
    | "time"
    | "stopped"
    | "unreachable"
    | "blocked"
    | "refused"
    | "missing"
    | "insecure"
    | null;
}

/** A running echo. `getState` and `subscribe` fit React's `useSyncExternalStore`. */
export interface EchoCall {
  getState(): EchoState;
  subscribe(listener: () => void): () => void;
  /** Ends it. Resolves once both ends have left the room. */
  end(): Promise<void>;
}
