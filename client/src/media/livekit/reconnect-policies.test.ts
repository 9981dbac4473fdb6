import { DisconnectReason } from "livekit-client";
import { describe, expect, it } from "vitest";
import { reconnectPolicies } from "./reconnect-policies.ts";

const reasons = Object.values(DisconnectReason).filter((value) => typeof value === "number");

describe("why LiveKit says that we are out", () => {
  it("has an answer for every reason that this LiveKit knows", () => {
    expect(
      Object.keys(reconnectPolicies)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(reasons.toSorted((a, b) => a - b));
  });

  it.each([
    // The connection broke, or the other end of it did.
    ["SERVER_SHUTDOWN", "immediate"],
    ["SIGNAL_CLOSE", "immediate"],
    ["STATE_MISMATCH", "immediate"],
    ["MIGRATION", "immediate"],
    ["CONNECTION_TIMEOUT", "immediate"],
    ["MEDIA_FAILURE", "immediate"],
    // A frozen page.
    ["CLIENT_INITIATED", "immediate"],
    ["UNKNOWN_REASON", "immediate"],
    // Most likely the call is over, and the server's notice is on its way.
    ["ROOM_DELETED", "delayed"],
    ["ROOM_CLOSED", "delayed"],
    ["PARTICIPANT_REMOVED", "delayed"],
    ["JOIN_FAILURE", "delayed"],
    ["USER_UNAVAILABLE", "delayed"],
    ["USER_REJECTED", "delayed"],
    ["SIP_TRUNK_FAILURE", "delayed"],
    ["AGENT_ERROR", "delayed"],
    // Another tab: the only reason that is final.
    ["DUPLICATE_IDENTITY", "never"],
  ] as const)("after %s this device comes back: %s", (reason, policy) => {
    expect(reconnectPolicies[DisconnectReason[reason]]).toBe(policy);
  });
});
