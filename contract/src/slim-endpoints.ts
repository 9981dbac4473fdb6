import {
  AcceptedCall,
  CommandReply,
  LeaseReply,
  LiveCalls,
  MediaAccess,
  StartedCall,
  type acceptCall,
  type declineCall,
  type hangUpCall,
  type liveCalls,
  type mediaToken,
  type renewLease,
  type startCall,
} from "./call-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * An endpoint without what a request needs nothing of: schemas that the server checks it with, the
 * summary, who may (all do send a token). For clients that count bytes, as a bundler drops unused
 * exports but no unused properties. Its type stays the endpoint's, so requests are checked all the
 * same.
 */
/* @__NO_SIDE_EFFECTS__ */
const slim = <E extends Endpoint>(
  endpoint: Omit<E, "body" | "query" | "summary" | "status" | "who">,
): E => endpoint as unknown as E;

/** {@link startCall} for small bundles. */
export const startCallSlim = slim<typeof startCall>({
  method: "POST",
  path: "/api/voip/start-call",
  reply: StartedCall,
});

/** {@link liveCalls} for small bundles. */
export const liveCallsSlim = slim<typeof liveCalls>({
  method: "GET",
  path: "/api/voip/calls/live",
  reply: LiveCalls,
});

/** {@link acceptCall} for small bundles. */
export const acceptCallSlim = slim<typeof acceptCall>({
  method: "POST",
  path: "/api/voip/calls/:callId/accept",
  reply: AcceptedCall,
});

/** {@link declineCall} for small bundles. */
export const declineCallSlim = slim<typeof declineCall>({
  method: "POST",
  path: "/api/voip/calls/:callId/decline",
  reply: CommandReply,
});

/** {@link hangUpCall} for small bundles. */
export const hangUpCallSlim = slim<typeof hangUpCall>({
  method: "POST",
  path: "/api/voip/calls/:callId/hang-up",
  reply: CommandReply,
});

/** {@link renewLease} for small bundles. */
export const renewLeaseSlim = slim<typeof renewLease>({
  method: "POST",
  path: "/api/voip/calls/:callId/lease",
  reply: LeaseReply,
});

/** {@link mediaToken} for small bundles. */
export const mediaTokenSlim = slim<typeof mediaToken>({
  method: "POST",
  path: "/api/voip/calls/:callId/media-token",
  reply: MediaAccess,
});
