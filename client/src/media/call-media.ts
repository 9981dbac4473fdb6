import type { EchoTest } from "@synapse-voice/contract";
import type { EchoCall } from "./state/echo-state.ts";
import type { CallNetwork, MediaState, MicrophoneOption } from "./state/media-state.ts";

/**
 * Audio of this device's calls. It follows the call client's state: it enters and leaves rooms,
 * opens and mutes the microphone, and plays what arrives. `getState` and `subscribe` fit React's
 * `useSyncExternalStore`.
 */
export interface CallMedia {
  /** Returns the present state. It is the same object until something changes. */
  getState(): MediaState;
  /** Runs the listener after each change. The result unsubscribes it. */
  subscribe(listener: () => void): () => void;
  /** Prepares the connection while a call rings, so that the answer connects sooner. */
  warm(): void;
  /** Asks the browser to play, where it plays nothing before a click. Call it in a click. */
  enableSound(): Promise<void>;
  /** Asks for the microphone again after it was refused or missing. */
  retryMicrophone(): Promise<void>;
  /** Lists the microphones of this device. Browsers name none before one was allowed. */
  microphones(): Promise<readonly MicrophoneOption[]>;
  /** Switches to a microphone, in the present call and in later ones. */
  chooseMicrophone(id: string): Promise<void>;
  /** Returns the connection of the present call, else of the last one; null before the first. */
  lastNetwork(): CallNetwork | null;
  /**
   * Keeps the microphone open, also without a call, so that a page can show its level or record it.
   * Runs the listener with what the microphone records, now and after each change; null without
   * one. The listener must not stop it. The result ends this.
   */
  watchMicrophone(listener: (track: MediaStreamTrack | null) => void): () => void;
  /** Lets the person hear their own microphone through the media server. */
  startEcho(test: EchoTest): Promise<EchoCall>;
  /** Leaves all rooms and stops the microphone. */
  close(): Promise<void>;
}
