import { describe, expect, it } from "vitest";
import type { ClientState } from "@synapse-voice/client";
import { aCallView, carl, createFakeCallClient, grace } from "@synapse-voice/client/testing";
import { callAdvice } from "./call-advice.ts";

const person = { userId: carl.supabaseUserId, name: carl.name, type: carl.type };
const advice = (state: Partial<ClientState>, change: object = {}) =>
  callAdvice({ ...person, ...change }, createFakeCallClient(state).getState(), "ada");
const withCarl = { peer: carl, role: "callee", here: true } as const;
const withGrace = { peer: grace, role: "callee", here: true } as const;

describe("a call to Carl", () => {
  it("is possible, without a word, while nothing is going on", () => {
    expect(advice({})).toEqual({ action: "Call", text: "", isPossible: true });
  });

  it.each<[string, Partial<ClientState>, string]>([
    [
      "puts the call that goes on on hold",
      { calls: [aCallView({ ...withGrace, phase: "on-call" })] },
      "Call: Grace goes on hold when you call.",
    ],
    [
      "resumes the call with Carl on hold",
      { calls: [aCallView({ ...withCarl, phase: "on-call", held: true })] },
      "Resume: Carl is on hold with you.",
    ],
    [
      "answers Carl who is calling",
      { calls: [aCallView({ ...withCarl, phase: "ringing-in" })] },
      "Answer: Carl is calling you.",
    ],
  ])("%s", (_what, state, words) => {
    const { action, text, isPossible } = advice(state);
    expect([`${action}: ${text}`, isPossible]).toEqual([words, true]);
  });

  it.each<[string, Partial<ClientState>, string]>([
    [
      "goes on",
      { calls: [aCallView({ ...withCarl, phase: "on-call" })] },
      "You're on a call with Carl.",
    ],
    [
      "is being made, or another one",
      { dialing: { calleeId: "grace", name: "Grace" } },
      "You're calling someone. Cancel that call first.",
    ],
    [
      "would be the second that the agent made",
      { calls: [aCallView({ ...withGrace, phase: "on-call", role: "caller" })] },
      "You made the call with Grace. Hang up before you make another.",
    ],
    [
      "would be the second, and the first is on hold",
      { calls: [aCallView({ ...withGrace, phase: "on-call", role: "caller", held: true })] },
      "You made the call with Grace, who is on hold. End it before you make another.",
    ],
    [
      "has no connection",
      { connection: "offline", offlineSince: 0 },
      "No connection to the server. You can call as soon as it is back.",
    ],
  ])("is not possible where it %s", (_why, state, text) => {
    expect(advice(state)).toEqual({ action: "Call", text, isPossible: false });
  });
});
