import type { CallRecording } from "@synapse-voice/contract";

/** Text for an agent about the recording of the present call. */
export interface RecordingText {
  readonly text: string;
  /** `on`: the server records. `warning`: the agent should know that it is not as it should be. */
  readonly tone: "on" | "off" | "warning";
  /** Action that the agent can take. */
  readonly action: "start" | "pause" | "resume" | null;
}

const words = (
  text: string,
  tone: RecordingText["tone"],
  action: RecordingText["action"] = null,
): RecordingText => ({ text, tone, action });

/**
 * Returns what an agent reads during a call. `name`: the first name of the other party. Null for a
 * recording that is over.
 */
export function recordingWords(recording: CallRecording, name: string): RecordingText | null {
  const { state, mode, agreed, activeFrom, asksReader, pausedSince } = recording;
  if (state === "failed") return words("Not recorded: recording doesn't work right now", "warning");
  if (state === "refused")
    return words(`Not recorded: ${agreed === false ? "you" : name} didn't agree`, "off");
  if (state !== "pending" && state !== "recording" && state !== "paused") return null;
  if (pausedSince !== null || state === "paused") return pausedWords(recording);
  if (state === "recording") return words("Recording", "on", "pause");
  if (activeFrom !== null) return words("Recording starts…", "off", "pause");
  if (mode === "agent") return words("Not recording", "off", "start");
  return asksReader ? null : words(`Not recording: waiting for ${name} to agree`, "off");
}

const pausedWords = ({ isPauseOverdue }: CallRecording): RecordingText =>
  isPauseOverdue
    ? words("Still paused: resume when you can", "warning", "resume")
    : words("Recording paused", "off", "resume");

/** Words of the buttons for an agent. */
export const recordingActions: Readonly<Record<"start" | "pause" | "resume", string>> = {
  start: "Start recording",
  pause: "Pause recording",
  resume: "Resume recording",
};
