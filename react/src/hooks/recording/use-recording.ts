import { useCallback, useEffect, useMemo, useRef } from "react";
import { recordingOf, type CallRecording } from "@synapse-voice/contract";
import { useCall } from "../use-call.ts";
import { useClientState } from "../use-client-state.ts";
import { useVoice } from "../voice-context.ts";

/** The recording of a call, and what an agent can do about it. */
export interface Recording {
  /** Null without a call, and for a call that is not to be recorded. */
  readonly recording: CallRecording | null;
  /** True while the server records, or begins to within a second. */
  readonly isActive: boolean;
  /** True while the recording is paused, as the server has confirmed. */
  readonly isPaused: boolean;
  /** Starts the recording where that is the agent's choice. The functions stay the same. */
  readonly start: () => Promise<void>;
  /** Pauses the recording. A failure shows in `CallManager`. */
  readonly pause: () => Promise<void>;
  /** Ends the pause. */
  readonly resume: () => Promise<void>;
}

const isLive = ({ state }: CallRecording): boolean =>
  state === "pending" || state === "recording" || state === "paused";

/**
 * Returns the recording of a call: of the one with this id, or else of the active one. Renders
 * again when it changes.
 */
export function useRecording(callId?: string): Recording {
  const { client } = useVoice();
  const { calls } = useClientState();
  const { active } = useCall();
  const view = callId === undefined ? active : calls.find(({ call }) => call.id === callId);
  const call = view?.call;
  const recording = useMemo(() => (call === undefined ? null : recordingOf(call)), [call]);
  const id = recording === null ? null : (call?.id ?? null);
  const mayRecord = recording !== null && isLive(recording) && recording.activeFrom !== null;
  const isPaused = recording !== null && recording.pausedSince !== null;
  return {
    recording,
    isActive: mayRecord && !isPaused,
    isPaused,
    start: useCallback(async () => {
      if (id !== null) await client.startRecording(id);
    }, [client, id]),
    pause: useCallback(async () => {
      if (id !== null) await client.pauseRecording(id);
    }, [client, id]),
    resume: useCallback(async () => {
      if (id !== null) await client.resumeRecording(id);
    }, [client, id]),
  };
}

/**
 * Pauses the recording of the active call while something is shown that must not be in it, such as
 * the form for a card. Also pauses one that begins meanwhile. Resumes it afterwards, unless the
 * agent has done so already.
 */
export function usePausedRecording(isWanted = true): void {
  const { client } = useVoice();
  const { active } = useCall();
  const { recording, isActive } = useRecording();
  const callId = active?.call.id ?? null;
  const begun = recording?.activeFrom ?? null;
  /** The call that this hook has paused, and the recording's begin that it was for. */
  const paused = useRef<{ readonly callId: string; readonly begun: string | null } | null>(null);
  useEffect(() => {
    if (!isWanted || !isActive || callId === null) return;
    if (paused.current?.callId === callId && paused.current.begun === begun) return;
    paused.current = { callId, begun };
    void client.pauseRecording(callId);
  }, [client, isWanted, isActive, callId, begun]);
  useEffect(() => {
    if (!isWanted) return undefined;
    return () => {
      const before = paused.current;
      paused.current = null;
      if (before === null) return;
      const view = client.getState().calls.find(({ call }) => call.id === before.callId);
      const isStillOn = view !== undefined && view.phase !== "ended";
      if (isStillOn) void client.resumeRecording(before.callId);
    };
  }, [client, isWanted]);
}
