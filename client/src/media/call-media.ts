import type { MediaState, MicrophoneOption } from "./state/media-state.ts";

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
  /**
   * The microphones of this device; none before the browser names them, which it does once one was
   * allowed.
   */
  microphones(): Promise<readonly MicrophoneOption[]>;
  /** Uses this one at once where there is a call, and for later calls. */
  chooseMicrophone(id: string): Promise<void>;
  /** Leaves the rooms and lets the microphone go. */
  close(): Promise<void>;
}
