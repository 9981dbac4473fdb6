import type {
  CallNotes,
  CallNotesChange,
  EchoTest,
  MediaAccess,
  WantedState,
} from "@synapse-voice/contract";

/**
 * Commands about calls. They never reject for what the server or the network refuses: the failure
 * becomes `state.notice`. A command that is pressed twice is sent once.
 */
export interface CallCommands {
  /**
   * Calls a person, or any agent if `supabaseUserId` is left out. Does nothing while another call
   * is being dialled. `name` is only for the display. The client of `createCallClient` removes
   * marks from it that hide or reorder text.
   */
  call(callee?: { supabaseUserId?: string | null; name?: string | null }): Promise<void>;
  /** Answers a call. Another call that this device is on goes on hold. */
  answer(callId: string): Promise<void>;
  /** Stops the ring here at once. Sent again until the server confirms it, also after a reload. */
  decline(callId: string): Promise<void>;
  /**
   * Ends the call, or cancels it before the answer. Without an id it cancels the call that is being
   * dialled. Sent again until the server confirms it, also after a reload.
   */
  hangUp(callId?: string): Promise<void>;
  /**
   * Returns the URL and a token for the call's room: the token of the last reply once, then fresh
   * ones. Rejects with an {@link ApiError}.
   */
  mediaAccess(callId: string): Promise<MediaAccess>;
}

/**
 * Commands about the recording of a call. They never reject: a failure becomes `state.notice`.
 * Nothing changes in the state before the server has confirmed it. `recordingOf` of
 * `@synapse-voice/contract` reads it from a call.
 */
export interface RecordingCommands {
  /** Starts the recording of a call on which an agent chooses. */
  startRecording(callId: string): Promise<void>;
  /** Pauses the recording, for what must not be in it, such as the number of a card. */
  pauseRecording(callId: string): Promise<void>;
  /** Ends the pause of the recording. */
  resumeRecording(callId: string): Promise<void>;
  /**
   * Answers the question whether the call may be recorded, for an agent or a customer. The call
   * goes on in any case. A later answer counts, too: a refusal pauses the recording.
   */
  answerRecording(callId: string, agreed: boolean): Promise<void>;
}

/**
 * Further commands, for agents. The server refuses them to customers, except `moveToDevice` and
 * `answerRecording`, for which the widget's first screens have no room.
 */
export interface AgentCommands extends RecordingCommands {
  /** Puts a call on hold. It shows at once, and is undone if the server refuses. */
  hold(callId: string): Promise<void>;
  /** Resumes a call. Another call that this device is on goes on hold. */
  resume(callId: string): Promise<void>;
  /**
   * Moves a call of this person to this device. The other device or tab leaves it. A call on hold
   * stays on hold.
   */
  moveToDevice(callId: string): Promise<void>;
  /**
   * Returns the notes and disposition of a call of the tenant, also of one that is over. Rejects
   * with an {@link ApiError}.
   */
  readNotes(callId: string): Promise<CallNotes>;
  /**
   * Saves notes, disposition or both, also after the call. Returns them with the next version, on
   * which the next change is based. Sent up to three times while no reply comes. Rejects with an
   * {@link ApiError}. If its code is `notes_changed`, somebody has saved meanwhile, and its
   * `problem` has the newer `notes`, `disposition` and `version`.
   */
  saveNotes(callId: string, change: CallNotesChange): Promise<CallNotes>;
  /**
   * Opens a room of 60 s in which the page hears its own microphone. The page joins it twice, once
   * with each token. It is no call, and changes no state. Rejects with an {@link ApiError}.
   */
  startEchoTest(): Promise<EchoTest>;
  /** Ends wrap-up. */
  endWrapUp(): Promise<void>;
  /** Sets the state that the agent wants; the next presence report sends it. */
  setWanted(state: WantedState): void;
}
