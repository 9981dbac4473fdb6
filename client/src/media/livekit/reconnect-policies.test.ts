import { DisconnectReason } from "livekit-client";
import { describe, expect, it } from "vitest";
import { rejoinAfter } from "./reconnect-policies.ts";

const reasons = Object.values(DisconnectReason).filter((value) => typeof value === "number");

describe("why LiveKit says that we are out", () => {
  it("has an answer for every reason that this LiveKit knows", () => {
    expect(
      Object.keys(rejoinAfter)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(reasons.toSorted((a, b) => a - b));
  });

  it.each([
    // The connection broke, or the other end of it did.
    ["SERVER_SHUTDOWN", "at-once"],
    ["SIGNAL_CLOSE", "at-once"],
    ["STATE_MISMATCH", "at-once"],
    ["MIGRATION", "at-once"],
    ["CONNECTION_TIMEOUT", "at-once"],
    ["MEDIA_FAILURE", "at-once"],
    // A frozen page.
    ["CLIENT_INITIATED", "at-once"],
    ["UNKNOWN_REASON", "at-once"],
    // Most likely the call is over: its end is on the way, or a new room.
    ["ROOM_DELETED", "soon"],
    ["ROOM_CLOSED", "soon"],
    ["PARTICIPANT_REMOVED", "soon"],
    ["JOIN_FAILURE", "soon"],
    ["USER_UNAVAILABLE", "soon"],
    ["USER_REJECTED", "soon"],
    ["SIP_TRUNK_FAILURE", "soon"],
    ["AGENT_ERROR", "soon"],
    // Another tab: the only one that is final.
    ["DUPLICATE_IDENTITY", "elsewhere"],
  ] as const)("after %s this device comes back: %s", (reason, rejoin) => {
    expect(rejoinAfter[DisconnectReason[reason]]).toBe(rejoin);
  });
});
