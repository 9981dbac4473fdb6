import { getSettings, TenantSettings, type RecordingDetails } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "@synapse-voice/client";
import { adasClient } from "../../testing/fake-console.ts";
import { aRecording, keepRecording, withoutSound } from "../../testing/recordings.ts";
import { reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { connected, onCall } from "./sample-calls.ts";

/** A customer's page, on which the agent has opened the recording of the last call. */
function shown(recording: Parameters<typeof keepRecording>[1]): GalleryState {
  const client = adasClient({
    calls: [onCall()],
    presence: { ...reachable, state: "on_call" },
  });
  keepRecording(client, recording);
  return {
    ...stateOf(client, { media: connected }),
    press: "Recording",
    scrollTo: "Recorded call",
  };
}

const pauses = [{ from: 62, to: 100 }];
const holds = [{ from: 130, to: 151.5 }];
const gaps: RecordingDetails["gaps"] = [
  { side: "both", from: 200, to: 209.2, reason: "lost" },
  { side: "left", from: 220, to: 223, reason: "lost" },
];
const ofAnHour = aRecording({
  durationSeconds: 3_600,
  pauses: [{ from: 3_100, to: 3_400 }],
});
const twoAgents = (): RecordingDetails => {
  const { right, ...rest } = aRecording({ pauses, holds });
  const grace = {
    supabaseUserId: "theodora",
    name: "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg",
    type: "CRM_USER" as const,
  };
  return {
    ...rest,
    right: {
      ...right,
      people: [...right.people, grace],
      spoken: right.spoken.map((span) =>
        span.from < 130 ? span : { ...span, supabaseUserId: grace.supabaseUserId },
      ),
    },
  };
};
const carlSays = (agreed: boolean): RecordingDetails["consent"] => ({
  agreed,
  at: "2026-01-09T10:36:04.000Z",
  by: { supabaseUserId: "carl", name: "Carl Customer" },
  wordingId: "ask-1",
  version: 1,
  language: "en",
});

/** The settings of a tenant, at one of the fields. */
function settings(
  scrollTo: string,
  recording: v.InferInput<typeof TenantSettings>["recording"],
): GalleryState {
  const client = adasClient();
  client.reply(getSettings, v.parse(TenantSettings, { recording }));
  return { ...stateOf(client), fragment: "#/settings", scrollTo };
}

/** Recordings of calls in every state, and their settings. */
export const recordingStates: Record<string, GalleryState> = {
  "recording-complete": shown(aRecording({ consent: carlSays(true), mode: "ask" })),
  "recording-marks": shown(aRecording({ pauses, holds, legalHold: true })),
  "recording-two-agents": shown(twoAgents()),
  "recording-partial": shown(
    aRecording({ state: "partial", pauses, gaps, recordedSeconds: 234.8 }),
  ),
  "recording-long": shown(ofAnHour),
  "recording-empty": shown(aRecording({ durationSeconds: 0 })),
  "recording-loading": {
    ...shown(() => new Promise<RecordingDetails>(() => {})),
    scrollTo: "Loading the recording",
  },
  "recording-load-failed": shown(new ApiError("database_unavailable", 503)),
  "recording-forbidden": shown(new ApiError("forbidden", 403)),
  "recording-not-found": shown(new ApiError("recording_not_found", 404)),
  "recording-pending": shown(withoutSound("pending", { mode: "ask" })),
  "recording-now": shown(withoutSound("recording")),
  "recording-paused": shown(withoutSound("paused")),
  "recording-finishing": shown(withoutSound("finishing")),
  "recording-failed": shown(withoutSound("failed", { failure: "storage_unavailable" })),
  "recording-refused": shown(withoutSound("refused", { mode: "ask", consent: carlSays(false) })),
  "recording-expired": shown(withoutSound("expired", { deletedAt: "2026-04-09T11:40:00.000Z" })),
  "recording-erased": shown(
    withoutSound("erased", { deletedAt: "2026-01-09T10:50:00.000Z", deletedBy: "admin" }),
  ),
  "settings-recording-off": settings("Calls from customers", {}),
  "settings-recording": settings("Calls from customers", { modes: { inbound: "ask" } }),
  "settings-recording-wrong": {
    ...settings("Longest pause in seconds", { modes: { outbound: "notice" } }),
    fill: { label: "Longest pause in seconds", text: "5" },
    press: "Save",
  },
};
