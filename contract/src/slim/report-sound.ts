import type { reportSound } from "../call-endpoints.ts";
import { SlimCommandReply } from "../call-replies.ts";
import { slim } from "./slim.ts";

/**
 * {@link reportSound} for small bundles. It has a file of its own, so that bundles that load it
 * later than the other endpoints don't get it with them.
 */
export const reportSoundSlim = slim<typeof reportSound>({
  method: "POST",
  path: "/api/voip/calls/:callId/sound",
  reply: SlimCommandReply,
});
