import type { CallRecording } from "@synapse-voice/contract";

/** Returns what an agent reads before the call is answered; null for a call that is not recorded. */
export function upcomingRecordingWords({ state, mode }: CallRecording): string | null {
  if (state !== "pending") return null;
  if (mode === "notice") return "will be recorded";
  return mode === "ask" ? "asks to be recorded" : null;
}
