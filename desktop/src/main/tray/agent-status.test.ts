import { aCallView, aPresence, createFakeCallClient } from "@synapse-voice/client/testing";
import type { ClientState } from "@synapse-voice/client";
import { describe, expect, test } from "vitest";
import { agentStatus } from "./agent-status.ts";

const presence = aPresence({ waiting: 2 });
const state: ClientState = { ...createFakeCallClient().getState(), presence };
const carl = { callId: "call-1", name: "Carl Customer" };

/** Returns the status with some fields of the client's state changed. */
const statusWith = (change: Partial<ClientState>) => agentStatus({ ...state, ...change }, 0);

describe("the agent's status for the tray", () => {
  test("is nothing while nobody is signed in", () => {
    expect(agentStatus(null, 2)).toBeNull();
  });

  test("is offline until the server has acknowledged the presence", () => {
    expect(statusWith({ presence: null })).toEqual({
      state: "offline",
      reachable: false,
      ringing: false,
      waiting: 0,
      connecting: true,
    });
  });

  test("has the acknowledged state, who waits, and the missed calls", () => {
    const choices = { alerts: true, doNotDisturb: true };
    expect(agentStatus(state, 0, choices)).toMatchObject({ quiet: "silent" });
    expect(agentStatus(state, 0, { ...choices, alerts: false })).toMatchObject({ quiet: "hidden" });
    expect(agentStatus(state, 3)).toEqual({
      state: "available",
      reachable: true,
      ringing: false,
      waiting: 2,
      missed: 3,
    });
  });

  test.each([
    ["live updates are interrupted", { connection: "degraded" }, { degraded: true }],
    ["the connection is lost", { connection: "offline", offlineSince: 7 }, { offlineSince: 7 }],
    [
      "it was never there",
      { connection: "offline", offlineSince: 7, presence: null },
      { offlineSince: 7 },
    ],
    ["the agent chose to be away", { wanted: "away" }, { away: true }],
    [
      "the queue never rings the agent",
      { presence: aPresence({ takesQueueCalls: false }) },
      { byNameOnly: true },
    ],
  ] as [string, Partial<ClientState>, object][])("says so where %s", (_when, change, expected) => {
    expect(statusWith(change)).toMatchObject(expected);
    expect(agentStatus(state, 0)).not.toMatchObject(expected);
  });

  test("rings while a call rings here, and names the one that rings longest", () => {
    const [second, first] = ["call-2", "call-1"].map((id) =>
      aCallView({ call: { ...aCallView().call, id } }),
    ) as [ReturnType<typeof aCallView>, ReturnType<typeof aCallView>];
    expect(statusWith({ calls: [second, first] })).toMatchObject({ ringing: true, ring: carl });
    const answered = statusWith({ calls: [aCallView({ phase: "on-call", role: "callee" })] });
    expect(answered).toMatchObject({ ringing: false });
    for (const key of ["onCall", "ring", "ownCall"]) expect(answered).not.toHaveProperty(key);
  });

  describe("the call to hang up", () => {
    const own = aCallView({ phase: "on-call", role: "callee", here: true });
    const other = { ...own, call: { ...own.call, id: "call-2" } };

    test.each([
      ["is the one on this device", { calls: [own] }, { ...carl, muted: false }],
      ["is muted or not", { calls: [own], muted: true }, { ...carl, muted: true }],
      ["has nothing to mute on hold", { calls: [{ ...own, held: true }] }, carl],
      [
        "is the one that the agent talks on",
        { calls: [{ ...other, held: true }, own] },
        { ...carl, muted: false },
      ],
      [
        "is being answered",
        { calls: [aCallView({ phase: "answering" })] },
        { ...carl, muted: false },
      ],
      [
        "waits for the other side, who is not known",
        { calls: [{ ...own, phase: "queued", peer: null }] },
        { callId: "call-1", muted: false },
      ],
      [
        "is being placed",
        { dialing: { calleeId: "carl", name: "Carl Customer" } },
        { name: "Carl Customer", muted: false },
      ],
      [
        "is being placed to nobody in particular",
        { dialing: { calleeId: null, name: null } },
        { muted: false },
      ],
    ] as [string, Partial<ClientState>, object][])("%s", (_which, change, expected) => {
      expect(statusWith(change)?.ownCall).toEqual(expected);
    });

    test("is none where the sound is on another device, or the call is over", () => {
      for (const call of [
        { ...own, here: false },
        { ...own, phase: "ended" as const },
      ])
        expect(statusWith({ calls: [call] })).not.toHaveProperty("ownCall");
    });
  });

  test("has a call whose sound is here, also on hold", () => {
    const call = aCallView({ phase: "on-call", role: "callee", here: true, held: true });
    expect(statusWith({ calls: [call] })).toMatchObject({ onCall: true });
  });
});
