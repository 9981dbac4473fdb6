import { DisconnectReason } from "livekit-client";
import type { Rejoin } from "../port/media-port.ts";

/**
 * What each of LiveKit's reasons means for a call that the server still calls live. None of them
 * ends the call: that is the server's word alone. A rejoin makes everything anew, with a fresh
 * token, and is tried for as long as the call lives. Only a join of the same device elsewhere is
 * final: to rejoin then would throw that one out in turn.
 */
export const rejoinAfter: Record<DisconnectReason, Rejoin> = {
  [DisconnectReason.UNKNOWN_REASON]: "at-once",
  // Not by us, for we don't listen any more by then: a frozen page is disconnected like this.
  [DisconnectReason.CLIENT_INITIATED]: "at-once",
  [DisconnectReason.DUPLICATE_IDENTITY]: "elsewhere",
  [DisconnectReason.SERVER_SHUTDOWN]: "at-once",
  // The server removes people and rooms at the end of a call: its word is on the way. Where the
  // call goes on after all,
  // the room was lost, and the server makes it anew.
  [DisconnectReason.PARTICIPANT_REMOVED]: "soon",
  [DisconnectReason.ROOM_DELETED]: "soon",
  [DisconnectReason.ROOM_CLOSED]: "soon",
  [DisconnectReason.JOIN_FAILURE]: "soon",
  // The connection is of no use any more, in part or at all: a new one is.
  [DisconnectReason.STATE_MISMATCH]: "at-once",
  [DisconnectReason.MIGRATION]: "at-once",
  [DisconnectReason.SIGNAL_CLOSE]: "at-once",
  [DisconnectReason.CONNECTION_TIMEOUT]: "at-once",
  [DisconnectReason.MEDIA_FAILURE]: "at-once",
  // The rest is about telephone lines and LiveKit's own agents, which our rooms have none of.
  [DisconnectReason.USER_UNAVAILABLE]: "soon",
  [DisconnectReason.USER_REJECTED]: "soon",
  [DisconnectReason.SIP_TRUNK_FAILURE]: "soon",
  [DisconnectReason.AGENT_ERROR]: "soon",
};
