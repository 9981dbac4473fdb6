import { SlimCommandReply } from "../call-replies.ts";
import type { giveRecordingConsent } from "../recording/recording-endpoints.ts";
import { slim } from "./slim.ts";

/**
 * {@link giveRecordingConsent} for small bundles. It has a file of its own, so that bundles that
 * load it later than the other endpoints don't get it with them.
 */
export const giveRecordingConsentSlim = slim<typeof giveRecordingConsent>({
  method: "POST",
  path: "/api/voip/calls/:callId/recording/consent",
  reply: SlimCommandReply,
});
