import type { MediaAccess, WantedState } from "@synapse-voice/contract";

/** What a person does to calls. */
export interface CallCommands {
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
  /**
   * What to join the call's room with: the last reply's token, once, then fresh ones. Rejects with
   * an ApiError.
   */
  mediaAccess(callId: string): Promise<MediaAccess>;
}

/**
 * What agents can do beyond what customers can; but for `continueHere`, which the widget just has
 * no room for, the server lets nobody else.
 */
export interface AgentCommands {
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
}
