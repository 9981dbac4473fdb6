import type { CallRecording } from "@synapse-voice/contract";

/** Text for an agent about the recording of the present call. */
export interface RecordingText {
  readonly text: string;
  /** `on`: the server records. `warning`: the agent should know that it is not as it should be. */
  readonly tone: "on" | "off" | "warning";
  /** What the agent can do. */
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
export function recordingWords(
  { state, mode, agreed, activeFrom, asksReader, isPauseOverdue }: CallRecording,
  name: string,
): RecordingText | null {
  switch (state) {
    case "recording":
      return words("Recording", "on", "pause");
    case "paused":
      return isPauseOverdue
        ? words("Still paused: resume when you can", "warning", "resume")
        : words("Recording paused", "off", "resume");
    case "failed":
      return words("Not recorded: recording doesn't work right now", "warning");
    case "refused":
      return words(`Not recorded: ${agreed === false ? "you" : name} didn't agree`, "off");
    case "pending":
      if (activeFrom !== null) return words("Recording starts…", "off", "pause");
      if (mode === "agent") return words("Not recording", "off", "start");
      return asksReader ? null : words(`Not recording: waiting for ${name} to agree`, "off");
    default:
      return null;
  }
}

/** Returns what an agent reads before the call is answered; null for a call that is not recorded. */
export function upcomingRecordingWords({ state, mode }: CallRecording): string | null {
  if (state !== "pending") return null;
  if (mode === "notice") return "will be recorded";
  return mode === "ask" ? "asks to be recorded" : null;
}

/** Words of the buttons for an agent. */
export const recordingActions: Readonly<Record<"start" | "pause" | "resume", string>> = {
  start: "Start recording",
  pause: "Pause recording",
  resume: "Resume recording",
};
