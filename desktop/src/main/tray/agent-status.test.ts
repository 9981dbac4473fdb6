import { aCallView, createFakeCallClient } from "@synapse-voice/client/testing";
import { describe, expect, test } from "vitest";
import { agentStatus } from "./agent-status.ts";

const state = createFakeCallClient().getState();
const presence = {
  state: "available",
  leaseUntil: 0,
  reachable: true,
  wrapUpUntil: null,
  waiting: 2,
  openCallbacks: 0,
} as const;

describe("the agent's status for the tray", () => {
  test("is nothing while nobody is signed in", () => {
    expect(agentStatus(null, 2)).toBeNull();
  });

  test("is offline until the server has acknowledged the presence", () => {
    expect(agentStatus({ ...state, presence: null }, 0)).toEqual({
      state: "offline",
      reachable: false,
      ringing: false,
      waiting: 0,
    });
  });

  test("has the acknowledged state, who waits, and the missed calls", () => {
    expect(agentStatus({ ...state, connection: "online", presence }, 3)).toEqual({
      state: "available",
      reachable: true,
      ringing: false,
      waiting: 2,
      missed: 3,
    });
  });

  test("rings while a call rings here", () => {
    const ringing = { ...state, presence, calls: [aCallView()] };
    expect(agentStatus(ringing, 0)?.ringing).toBe(true);
    const answered = { ...ringing, calls: [aCallView({ phase: "on-call", role: "callee" })] };
    expect(agentStatus(answered, 0)).toMatchObject({ ringing: false });
    expect(agentStatus(answered, 0)).not.toHaveProperty("onCall");
  });

  test("has a call whose sound is here, also on hold", () => {
    const call = aCallView({ phase: "on-call", role: "callee", here: true, held: true });
    expect(agentStatus({ ...state, presence, calls: [call] }, 0)).toMatchObject({ onCall: true });
  });
});
