import { aCallView, createFakeCallClient } from "@synapse-voice/client/testing";
import { beforeEach, expect, test } from "vitest";
import { createKeepAwake } from "./keep-awake.ts";
import { agentStatus, type AgentStatus } from "./tray/agent-status.ts";

const state = createFakeCallClient().getState();
const ringing = aCallView();
const onCall = aCallView({ phase: "on-call", role: "callee", here: true });
/** Returns the status of an agent with this call. */
const statusWith = (call: typeof onCall): AgentStatus =>
  agentStatus({ ...state, calls: [call] }, 0);

let calls: string[];
let ids: number;
let show: (status: AgentStatus) => void;
beforeEach(() => {
  calls = [];
  // Electron's first id is 0.
  ids = 0;
  show = createKeepAwake({
    start: (type) => {
      calls.push(`start ${type} ${ids}`);
      return ids++;
    },
    stop: (id) => calls.push(`stop ${id}`),
  });
});

test("holds nothing without a call, while one rings, and on a call of another device", () => {
  for (const call of [ringing, { ...onCall, here: false }]) show(statusWith(call));
  show(agentStatus(state, 0));
  expect(calls).toEqual([]);
});

test.each([
  ["the call ends", () => statusWith({ ...onCall, phase: "ended" })],
  ["the call is gone", () => agentStatus(state, 0)],
  ["the call moves to another device", () => statusWith({ ...onCall, here: false })],
  ["the person signs out", () => null],
])("holds one block during a call, until %s", (_when, end) => {
  for (const call of [ringing, onCall, { ...onCall, held: true }, onCall]) show(statusWith(call));
  expect(calls).toEqual(["start prevent-app-suspension 0"]);
  show(end());
  show(end());
  expect(calls.slice(1)).toEqual(["stop 0"]);
  show(statusWith(onCall));
  show(end());
  expect(calls.slice(2)).toEqual(["start prevent-app-suspension 1", "stop 1"]);
});
