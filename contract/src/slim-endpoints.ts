import type * as v from "valibot";
import type {
  acceptCall,
  declineCall,
  hangUpCall,
  liveCalls,
  mediaToken,
  renewLease,
  startCall,
} from "./call-endpoints.ts";
import {
  MediaAccess,
  SlimAcceptedCall,
  SlimCommandReply,
  SlimLeaseReply,
  SlimLiveCalls,
  SlimStartedCall,
} from "./call-replies.ts";
import type { Endpoint, ReplyOf } from "./endpoint.ts";

/**
 * An endpoint without what a request does not need: the schemas by which the server checks it, the
 * summary, who may use it, and the legs of calls in replies. For clients that count bytes: a
 * bundler drops unused exports, but no unused properties. Its type stays the endpoint's, so that
 * requests are still type-checked.
 */
/* @__NO_SIDE_EFFECTS__ */
const slim = <E extends Endpoint>(
  endpoint: Omit<E, "body" | "query" | "summary" | "status" | "who" | "reply"> & {
    readonly reply: v.GenericSchema<unknown, ReplyOf<E>>;
  },
): E => endpoint as unknown as E;

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
