import type {
  acceptCall,
  declineCall,
  hangUpCall,
  liveCalls,
  mediaToken,
  renewLease,
  startCall,
} from "../call-endpoints.ts";
import {
  MediaAccess,
  SlimAcceptedCall,
  SlimCommandReply,
  SlimLeaseReply,
  SlimLiveCalls,
  SlimStartedCall,
} from "../call-replies.ts";
import { slim } from "./slim.ts";

/** {@link startCall} for small bundles. */
export const startCallSlim = slim<typeof startCall>({
  method: "POST",
  path: "/api/voip/start-call",
  reply: SlimStartedCall,
});

/** {@link liveCalls} for small bundles. */
export const liveCallsSlim = slim<typeof liveCalls>({
  method: "GET",
  path: "/api/voip/calls/live",
  reply: SlimLiveCalls,
});

/** {@link acceptCall} for small bundles. */
export const acceptCallSlim = slim<typeof acceptCall>({
  method: "POST",
  path: "/api/voip/calls/:callId/accept",
  reply: SlimAcceptedCall,
});

/** {@link declineCall} for small bundles. */
export const declineCallSlim = slim<typeof declineCall>({
  method: "POST",
  path: "/api/voip/calls/:callId/decline",
  reply: SlimCommandReply,
});

/** {@link hangUpCall} for small bundles. */
export const hangUpCallSlim = slim<typeof hangUpCall>({
  method: "POST",
  path: "/api/voip/calls/:callId/hang-up",
  reply: SlimCommandReply,
});

/** {@link renewLease} for small bundles. */
export const renewLeaseSlim = slim<typeof renewLease>({
  method: "POST",
  path: "/api/voip/calls/:callId/lease",
  reply: SlimLeaseReply,
});

/** {@link mediaToken} for small bundles. */
export const mediaTokenSlim = slim<typeof mediaToken>({
  method: "POST",
  path: "/api/voip/calls/:callId/media-token",
  reply: MediaAccess,
});
