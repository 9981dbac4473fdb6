import { DisconnectReason } from "livekit-client";
import type { ReconnectPolicy } from "../port/media-port.ts";

/**
 * Policy for each of LiveKit's reasons, for a call that is still live on our server. No reason ends
 * the call: only the server does. A reconnection uses a new room object and a fresh token, and is
 * attempted until the call ends. `never` is only for a second join of the same device: to
 * reconnect would throw that one out in turn.
 */
export const reconnectPolicies: Record<DisconnectReason, ReconnectPolicy> = {
  [DisconnectReason.UNKNOWN_REASON]: "immediate",
  // Not our own disconnect, as we don't listen by then. A frozen page is disconnected like this.
  [DisconnectReason.CLIENT_INITIATED]: "immediate",
  [DisconnectReason.DUPLICATE_IDENTITY]: "never",
  [DisconnectReason.SERVER_SHUTDOWN]: "immediate",
  // Our server removes people and rooms at the end of a call, and its notice is on the way. If the
  // call is live after all, LiveKit lost the room, and our server makes it again.
  [DisconnectReason.PARTICIPANT_REMOVED]: "delayed",
  [DisconnectReason.ROOM_DELETED]: "delayed",
  [DisconnectReason.ROOM_CLOSED]: "delayed",
  [DisconnectReason.JOIN_FAILURE]: "delayed",
  // This connection is broken, and a new one works.
  [DisconnectReason.STATE_MISMATCH]: "immediate",
  [DisconnectReason.MIGRATION]: "immediate",
  [DisconnectReason.SIGNAL_CLOSE]: "immediate",
  [DisconnectReason.CONNECTION_TIMEOUT]: "immediate",
  [DisconnectReason.MEDIA_FAILURE]: "immediate",
  // These concern telephone lines and LiveKit's own agents, which our rooms don't have.
  [DisconnectReason.USER_UNAVAILABLE]: "delayed",
  [DisconnectReason.USER_REJECTED]: "delayed",
  [DisconnectReason.SIP_TRUNK_FAILURE]: "delayed",
  [DisconnectReason.AGENT_ERROR]: "delayed",
};
