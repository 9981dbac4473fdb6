import { SlimCommandReply } from "../call-replies.ts";
import type {
  giveRecordingConsent,
  pauseRecording,
  resumeRecording,
  startRecording,
} from "../recording/recording-endpoints.ts";
import { slim } from "./slim.ts";

// Commands about recordings for small bundles. They have a file of their own, so that bundles that
// load them later than the other endpoints don't get them with those. Nor do bundles get what is
// needed to listen with the commands.

/** {@link giveRecordingConsent} for small bundles. */
export const giveRecordingConsentSlim = slim<typeof giveRecordingConsent>({
  method: "POST",
  path: "/api/voip/calls/:callId/recording/consent",
  reply: SlimCommandReply,
});

/** {@link startRecording} for small bundles. */
export const startRecordingSlim = slim<typeof startRecording>({
  method: "POST",
  path: "/api/voip/calls/:callId/recording/start",
  reply: SlimCommandReply,
});

/** {@link pauseRecording} for small bundles. */
export const pauseRecordingSlim = slim<typeof pauseRecording>({
  method: "POST",
  path: "/api/voip/calls/:callId/recording/pause",
  reply: SlimCommandReply,
});

/** {@link resumeRecording} for small bundles. */
export const resumeRecordingSlim = slim<typeof resumeRecording>({
  method: "POST",
  path: "/api/voip/calls/:callId/recording/resume",
  reply: SlimCommandReply,
});
