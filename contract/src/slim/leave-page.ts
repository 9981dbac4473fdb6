import type { leavePage } from "../call-endpoints.ts";
import { SlimCommandReply } from "../call-replies.ts";
import { slim } from "./slim.ts";

/**
 * {@link leavePage} for small bundles. It has a file of its own, so that bundles that load it later
 * than the other endpoints don't get it with them.
 */
export const leavePageSlim = slim<typeof leavePage>({
  method: "POST",
  path: "/api/voip/calls/:callId/left-page",
  reply: SlimCommandReply,
});
