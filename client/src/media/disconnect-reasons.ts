import { DisconnectReason } from "livekit-client";
import type { Rejoin } from "./media-port.ts";

/**
 * What each of LiveKit's reasons means for a call that the server still calls live. Only a join of the same device
 * elsewhere is final: to rejoin then would throw that one out in turn.
 */
export const rejoinAfter: Record<DisconnectReason, Rejoin> = {
  [DisconnectReason.UNKNOWN_REASON]: "at-once",
  // Not by us, for we don't listen any more by then: a frozen page is disconnected like this.
  [DisconnectReason.CLIENT_INITIATED]: "at-once",
  [DisconnectReason.DUPLICATE_IDENTITY]: "never",
  [DisconnectReason.SERVER_SHUTDOWN]: "at-once",
  // The server removes people and rooms at the end of a call: its word is on the way.
  [DisconnectReason.PARTICIPANT_REMOVED]: "soon",
  [DisconnectReason.ROOM_DELETED]: "soon",
  [DisconnectReason.STATE_MISMATCH]: "at-once",
  [DisconnectReason.JOIN_FAILURE]: "soon",
  [DisconnectReason.MIGRATION]: "at-once",
  [DisconnectReason.SIGNAL_CLOSE]: "at-once",
  [DisconnectReason.ROOM_CLOSED]: "soon",
  // The next three are about telephone lines, which our rooms have none of.
  [DisconnectReason.USER_UNAVAILABLE]: "soon",
  [DisconnectReason.USER_REJECTED]: "soon",
  [DisconnectReason.SIP_TRUNK_FAILURE]: "soon",
  [DisconnectReason.CONNECTION_TIMEOUT]: "at-once",
  [DisconnectReason.MEDIA_FAILURE]: "at-once",
  [DisconnectReason.AGENT_ERROR]: "soon",
};
