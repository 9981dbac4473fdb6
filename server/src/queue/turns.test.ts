import { beforeEach, describe, expect, it } from "vitest";
import type { AgentPresence } from "../agents/agent-state.ts";
import type { Call } from "../calls/domain/call.ts";
import { callerLeg } from "../calls/domain/caller-callee.ts";
import {
  after,
  changed,
  noon,
  offerOf,
  party,
  placed,
} from "../calls/domain/testing/example-calls.ts";
import { transition } from "../calls/domain/transition.ts";
import { lostTurns, nextTurns } from "./turns.ts";

const agent = (name: string, details: Partial<AgentPresence> = {}): AgentPresence => ({
  agent: { supabaseUserId: name, firstName: name, lastName: "Agent", email: "", role: "AGENT" },
  reachable: true,
  wantsCalls: true,
  onCall: false,
  ringing: false,
  idleSince: noon,
  wrapUpUntil: null,
  leaseHeldUntil: noon + 25_000,
  ...details,
});
const queued = (caller: string, at = noon): Call =>
  placed(party(caller), null, { deadlineAt: noon + 600_000 }, at);
const declinedBy = (call: Call, userId: string): Call =>
  after(call, offerOf(party(userId)), { type: "decline", by: { userId, deviceId: "desk" } });
const missedBy = (call: Call, userId: string, at = noon): Call =>
  changed(
    transition(
      after(call, offerOf(party(userId))),
      { type: "withdraw", userId, outcome: "missed" },
      at,
    ),
  ).call;

describe("turns of the queue", () => {
  let ada: AgentPresence;
  let grace: AgentPresence;
  const turns = (
    waiting: readonly Call[],
    agents: readonly AgentPresence[],
    strategy: "longest_idle" | "ring_all" = "longest_idle",
    now = noon,
  ) =>
    nextTurns(waiting, agents, strategy, now).map((turn) =>
      [
        callerLeg(turn.call).party.userId,
        ...turn.agents.map((presence) => presence.agent.supabaseUserId),
      ].join(" "),
    );

  beforeEach(() => {
    ada = agent("ada", { idleSince: noon - 1_000 });
    grace = agent("grace", { idleSince: noon - 2_000 });
  });

  it("go to who is idle the longest, and to whom nothing is known of before all others", () => {
    expect(turns([queued("carl")], [ada, grace])).toEqual(["carl grace"]);
    expect(turns([queued("carl")], [ada, grace, agent("new", { idleSince: null })])).toEqual([
      "carl new",
    ]);
  });

  it("are for who has waited longest first, one agent each", () => {
    expect(turns([queued("carl"), queued("dora"), queued("erin")], [ada, grace])).toEqual([
      "carl grace",
      "dora ada",
    ]);
  });

  it.each([
    ["is on a call", { onCall: true }],
    ["is being rung", { ringing: true }],
    ["is away", { wantsCalls: false }],
    ["hears of no calls", { reachable: false, wantsCalls: false }],
    ["has work after a call", { wrapUpUntil: noon + 1 }],
  ])("pass over who %s", (_what, details) => {
    expect(turns([queued("carl")], [agent("ada", details)])).toEqual([]);
  });

  it("come to who has done the work after a call", () => {
    expect(turns([queued("carl")], [agent("ada", { wrapUpUntil: noon })])).toEqual(["carl ada"]);
  });

  it("are one at a time for an agent and for a call", () => {
    const ringing = after(queued("carl"), offerOf(party("ada")));
    expect(turns([ringing, queued("dora")], [ada])).toEqual([]);
    expect(turns([ringing, queued("dora")], [ada, grace])).toEqual(["dora grace"]);
  });

  it("never come back to who declined: the next in line gets the agent", () => {
    const call = declinedBy(queued("carl"), "ada");
    expect(turns([call, queued("dora")], [ada], "longest_idle", noon + 599_000)).toEqual([
      "dora ada",
    ]);
    expect(turns([call], [ada, grace])).toEqual(["carl grace"]);
  });

  it("come back to who missed one after a minute, and after all others", () => {
    const call = missedBy(queued("carl"), "grace");
    expect(turns([call], [grace], "longest_idle", noon + 59_999)).toEqual([]);
    expect(turns([call], [grace], "longest_idle", noon + 60_000)).toEqual(["carl grace"]);
    expect(turns([call], [ada, grace], "longest_idle", noon + 60_000)).toEqual(["carl ada"]);
    expect(turns([missedBy(call, "ada")], [ada, grace], "longest_idle", noon + 60_000)).toEqual([
      "carl grace",
    ]);
  });

  it("leave the caller out, who may be an agent", () => {
    expect(turns([queued("ada")], [ada])).toEqual([]);
  });

  it("put off no end that is due", () => {
    expect(turns([{ ...queued("carl"), deadlineAt: noon }, queued("dora")], [ada])).toEqual([
      "dora ada",
    ]);
  });

  describe("where all are rung at once", () => {
    it("go to all who are free, for who has waited longest", () => {
      expect(turns([queued("carl"), queued("dora")], [ada, grace], "ring_all")).toEqual([
        "carl grace ada",
      ]);
    });

    it("let those join who become free", () => {
      const ringing = after(queued("carl"), offerOf(party("ada")));
      expect(
        turns([ringing, queued("dora")], [agent("ada", { ringing: true }), grace], "ring_all"),
      ).toEqual(["carl grace"]);
    });

    it("leave to the next in line who may not be rung for the first", () => {
      expect(
        turns([declinedBy(queued("carl"), "ada"), queued("dora")], [ada, grace], "ring_all"),
      ).toEqual(["carl grace", "dora ada"]);
    });
  });
});

describe("a turn that nobody can answer any more", () => {
  const ringing = after(queued("carl"), offerOf(party("ada")));
  const lost = (details: Partial<AgentPresence>, now = noon + 14_000, leasesSince = 0) =>
    lostTurns(
      ringing,
      [agent("ada", { leaseHeldUntil: now + 1, ...details })],
      leasesSince,
      now,
    ).map(({ outcome }) => outcome);
  const unreachable = { reachable: false, wantsCalls: false };

  it("is none while the agent could answer, whatever else rings", () => {
    expect([lost({}), lost({ ringing: true }), lost({ wrapUpUntil: noon + 60_000 })]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("is over without being missed where the agent went away, signed off, was removed, or took or placed another call", () => {
    expect(lost({ wantsCalls: false })).toEqual(["cancelled"]);
    expect(lost({ onCall: true })).toEqual(["cancelled"]);
    expect(lost({ ...unreachable, leaseHeldUntil: null })).toEqual(["cancelled"]);
    expect(lostTurns(ringing, [], 0, noon)).toEqual([
      { type: "withdraw", userId: "ada", outcome: "cancelled" },
    ]);
  });

  it("is not missed where the agent signed off and an older device died before the ring", () => {
    expect(lost({ ...unreachable, leaseHeldUntil: noon })).toEqual(["cancelled"]);
  });

  it("is not missed where the device died", () => {
    expect(lost({ ...unreachable, leaseHeldUntil: noon + 20_000 }, noon + 20_000)).toEqual([
      "cancelled",
    ]);
  });

  it("is not missed when it has rung for its time on a device that was not seen since before it", () => {
    const lastSeen = (ms: number): Partial<AgentPresence> => ({
      leaseHeldUntil: noon + ms + 25_000,
    });
    expect(lost(lastSeen(-1), noon + 14_999)).toEqual([]);
    expect(lost(lastSeen(-1), noon + 15_000)).toEqual(["cancelled"]);
    expect(lost(lastSeen(0), noon + 15_000)).toEqual([]);
    expect(lost(lastSeen(10_000), noon + 15_000)).toEqual([]);
  });

  it("is not missed when an outage of the server took a part of its time", () => {
    const alive = { leaseHeldUntil: noon + 40_000 };
    expect(lost(alive, noon + 14_999, noon + 9_000)).toEqual([]);
    expect(lost(alive, noon + 15_000, noon + 9_000)).toEqual(["cancelled"]);
    expect(lost(alive, noon + 15_000, noon)).toEqual([]);
  });

  it("runs on where the device only hears of nothing just now, as while its page is loaded again", () => {
    expect(lost(unreachable)).toEqual([]);
  });

  it("is not lost by an outage before every device had its time to come back", () => {
    const now = noon + 100_000;
    const ringing = after(
      placed(party("carl"), null, {
        deadlineAt: noon + 600_000,
        terms: { ...queued("carl").terms, offerTimeoutMs: 600_000 },
      }),
      offerOf(party("ada")),
    );
    const lost = (details: Partial<AgentPresence>, at: number, leasesSince: number) =>
      lostTurns(ringing, [agent("ada", details)], leasesSince, at).map(({ outcome }) => outcome);
    expect(lost({ ...unreachable, leaseHeldUntil: noon + 20_000 }, now, now - 24_999)).toEqual([]);
    expect(lost({ ...unreachable, leaseHeldUntil: noon + 20_000 }, now, now - 25_000)).toEqual([
      "cancelled",
    ]);
  });

  it("is over without being missed where the agent takes no calls of the queue any more, whether or not their device hears of that", () => {
    const named = { ...agent("ada").agent, takesQueueCalls: false };
    expect(lost({ agent: named, wantsCalls: false })).toEqual(["cancelled"]);
    expect(lost({ agent: named, ...unreachable })).toEqual(["cancelled"]);
  });

  it("leaves a call by name alone", () => {
    const direct = after(placed(party("carl"), party("ada")), offerOf(party("ada")));
    expect(lostTurns(direct, [], 0, noon)).toEqual([]);
  });
});
