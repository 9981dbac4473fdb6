import type { MediaAccess, WantedState } from "@synapse-voice/contract";
import type { Request } from "./session/http.ts";
import type { ClientState } from "./state/state.ts";

/** Who is signed in, and where the server is. */
export interface Session {
  /** Origin of the API, such as `https://voice.example`. */
  readonly apiUrl: string;
  /**
   * A current access token. `fresh` is set after the server refused the last one. Rejecting, or
   * resolving to "", is the error `token_missing`; reject with an ApiError `network` where only the
   * way to the account service is missing.
   */
  getToken(options?: { fresh: boolean }): Promise<string>;
  /** Taken from the token's `sub` where left out. */
  readonly supabaseUserId?: string;
  /** Stable id of this device or tab: see {@link browserDeviceId}. */
  readonly deviceId: string;
}

/**
 * The headless call client. Commands never throw for what the server or the network refuses: the
 * failure is `state.notice`. `getState` and `subscribe` fit React's `useSyncExternalStore`.
 */
export interface CallClient {
  readonly session: Session;
  /** Sends any request of the contract as this person: `client.request(availableAgents)`. */
  readonly request: Request;
  getState(): ClientState;
  /** The listener runs after each change; the result unsubscribes it. */
  subscribe(listener: () => void): () => void;
  /** Begins to listen for calls. */
  start(): void;
  /** Stops listening and signs the device's presence off. Calls go on. */
  close(): Promise<void>;
  /**
   * Calls a person, or without `supabaseUserId` whichever agent answers. A second click while
   * dialling does nothing. `name` is for the display.
   */
  call(callee?: { supabaseUserId?: string | null; name?: string | null }): Promise<void>;
  /** Answers a call. Another one that this device is on is held from then on. */
  answer(callId: string): Promise<void>;
  /** Stops the ring here at once; kept and sent again until the server has heard it. */
  decline(callId: string): Promise<void>;
  /**
   * Ends the call, or takes it back before the answer; without an id the one being dialled. Kept
   * and sent again until the server has heard it.
   */
  hangUp(callId?: string): Promise<void>;
  /** Puts a call on hold, for agents: shown at once, taken back where the server refuses. */
  hold(callId: string): Promise<void>;
  /** Goes on with a call on hold; another one that this device is on is held instead. For agents. */
  resume(callId: string): Promise<void>;
  /**
   * Goes on on this device with a call of theirs that is on another one, or in another tab, which
   * is out of it from then on. On hold it stays on hold.
   */
  continueHere(callId: string): Promise<void>;
  /** Ends the work after the last call, for agents. */
  endWrapUp(): Promise<void>;
  setWanted(state: WantedState): void;
  /** For the call that is dialled, answered or on here and not on hold; without one it does nothing. */
  setMuted(muted: boolean): void;
  /** Takes the card of an ended call away. */
  dismiss(callId: string): void;
  dismissNotice(): void;
  /** Tries the connection at once: the machine woke up, the network is back. */
  wake(): void;
  /** Server time in ms since the epoch; right even where this machine's clock is not. */
  now(): number;
  /**
   * What to join the call's room with: the last reply's token, once, then fresh ones. Rejects with
   * an ApiError.
   */
  mediaAccess(callId: string): Promise<MediaAccess>;
}
