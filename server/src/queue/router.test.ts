import { pino } from "pino";
import type { TenantSettings } from "@synapse-voice/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import { createFakeAgentStore, type FakeAgentStore } from "../agents/store/fake-agent-store.ts";
import type { Call } from "../calls/domain/call.ts";
import { callerLeg } from "../calls/domain/caller-callee.ts";
import type { Command } from "../calls/domain/inputs.ts";
import { createCallsService, type CallsService } from "../calls/service/execute.ts";
import { createFakeCalls, type FakeCalls } from "../calls/store/fake/fake-call-store.ts";
import { CallChanged, type UnitOfWork } from "../calls/service/unit-of-work.ts";
import { accept, noon, party, placed } from "../calls/domain/testing/example-calls.ts";
import { createFakeQueueStore } from "./store/fake-queue-store.ts";
import { createRouter, type Router } from "./router.ts";

describe("calls to nobody in particular", () => {
  let agents: FakeAgentStore;
  let fake: FakeCalls;
  let clock: FakeClock;
  let calls: CallsService;
  let router: Router;
  let strategy: TenantSettings["queueStrategy"];
  let leasesSince: number;
  let follows: string[];
  let change: (unit: UnitOfWork) => UnitOfWork;

  beforeEach(() => {
    agents = createFakeAgentStore();
    fake = createFakeCalls(agents);
    clock = createFakeClock(noon);
    strategy = "longest_idle";
    leasesSince = 0;
    follows = [];
    change = (unit) => unit;
    calls = createCallsService({
      transactions: fake.transactions,
      clock,
      log: pino({ level: "silent" }),
      changes: {
        publish: ({ call, effects }) =>
          void follows.push(
            ...effects.map((effect) => `${effect} ${callerLeg(call).party.userId}`),
          ),
      },
    });
    router = createRouter({
      calls: {
        inTransaction: (tenantId, work) =>
          calls.inTransaction(tenantId, (unit) => work(change(unit))),
      },
      clock,
      queue: createFakeQueueStore(() => fake.state().calls.values()),
      settingsOf: async () => ({ queueStrategy: strategy, ringTimeoutSeconds: 30 }),
      uptime: { since: () => leasesSince },
    });
    for (const name of ["ada", "grace"])
      agents.add("acme", {
        supabaseUserId: name,
        firstName: name,
        lastName: "Agent",
        email: "",
        role: "AGENT",
      });
  });

  const signIn = async (supabaseUserId: string, wantedState: "available" | "away" = "available") =>
    void (await agents.renew("acme", {
      userId: supabaseUserId,
      deviceId: "desk",
      wantedState,
      feed: "realtime",
      leaseUntil: clock.now() + 25_000,
      lastSeenAt: clock.now(),
    }));
  const place = async (caller: string): Promise<Call> => {
    const call = placed(party(caller), null, { deadlineAt: clock.now() + 600_000 }, clock.now());
    await fake.transactions.inTransaction("acme", ({ calls: store }) =>
      store.insert(call, [], clock.now()),
    );
    return call;
  };
  const state = async ({ id }: Call): Promise<string> => {
    const call = (await fake.reads("acme").find(id))!;
    return [
      call.endReason ?? call.status,
      ...call.offers.map(({ person, outcome }) => `${person.userId}:${outcome ?? "rings"}`),
    ].join(" ");
  };
  const round = () => router.offerWaitingCalls("acme");
  const command = (call: Call, change: Command) =>
    calls.execute({ tenantId: "acme", callId: call.id }, change);
  /** Time goes on, second by second, with the agents that are still there. */
  const pass = async (seconds: number, ...there: readonly string[]) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      for (const name of there) await signIn(name);
      await round();
    }
  };

  it("ring one agent after another, the one idle the longest first", async () => {
    await signIn("grace");
    clock.advance(1_000);
    await signIn("ada");
    const call = await place("carl");
    await round();
    expect(await state(call)).toBe("RINGING grace:rings");
    await pass(14, "ada", "grace");
    expect(await state(call)).toBe("RINGING grace:rings");
    await pass(1, "ada", "grace");
    expect(await state(call)).toBe("RINGING grace:missed ada:rings");
    await command(call, { type: "decline", by: { userId: "ada", deviceId: "desk" } });
    await round();
    expect(await state(call)).toBe("QUEUED grace:missed ada:declined");
    await pass(59, "ada", "grace");
    expect(await state(call)).toBe("QUEUED grace:missed ada:declined");
    await pass(1, "ada", "grace");
    expect(await state(call)).toBe("RINGING grace:missed ada:declined grace:rings");
  });

  it("give whoever declined at once to the next in line", async () => {
    await signIn("ada");
    const [first, second] = [await place("carl"), await place("dora")].toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    ) as [Call, Call];
    await round();
    expect([await state(first), await state(second)]).toEqual(["RINGING ada:rings", "QUEUED"]);
    await command(first, { type: "decline", by: { userId: "ada", deviceId: "desk" } });
    expect(follows).toContain(`offer_waiting_calls ${callerLeg(first).party.userId}`);
    await round();
    expect([await state(first), await state(second)]).toEqual([
      "QUEUED ada:declined",
      "RINGING ada:rings",
    ]);
  });

  it("ring all at once where the tenant wants that", async () => {
    strategy = "ring_all";
    await signIn("ada");
    const call = await place("carl");
    await round();
    await signIn("grace");
    await round();
    expect(await state(call)).toBe("RINGING ada:rings grace:rings");
  });

  it("come to many agents a part at a time, so that no round takes longer than a transaction may", async () => {
    const changes: number[] = [];
    change = (unit) => {
      const mine = changes.push(0) - 1;
      const apply: UnitOfWork["apply"] = async (call, command) => {
        const outcome = await unit.apply(call, command);
        if (outcome.kind === "changed")
          changes[mine]! += command.type === "offer" ? command.people.length : 1;
        return outcome;
      };
      return { ...unit, apply };
    };
    const names = Array.from({ length: 250 }, (_, index) => `agent${index}`);
    for (const name of names)
      agents.add("acme", {
        supabaseUserId: name,
        firstName: name,
        lastName: "Agent",
        email: "",
        role: "AGENT",
      });
    const placedCalls = await Promise.all(names.map((name) => place(`caller of ${name}`)));
    const statuses = async () =>
      new Set(
        await Promise.all(placedCalls.map(async (call) => (await state(call)).split(" ")[0])),
      );
    for (const name of names) await signIn(name);
    await round();
    expect(await statuses()).toEqual(new Set(["RINGING"]));
    clock.advance(25_000); // the turns have rung for their time, and the agents are lost
    await round();
    expect(await statuses()).toEqual(new Set(["QUEUED"]));
    clock.advance(60_000);
    await round();
    expect(await statuses()).toEqual(new Set(["no_agent"]));
    expect(Math.max(...changes)).toBe(100);
  });

  it("ring all at once where the tenant wants that, however many, for the same call", async () => {
    strategy = "ring_all";
    const names = Array.from({ length: 150 }, (_, index) => `agent${index}`);
    for (const name of names)
      agents.add("acme", {
        supabaseUserId: name,
        firstName: name,
        lastName: "Agent",
        email: "",
        role: "AGENT",
      });
    for (const name of names) await signIn(name);
    const [first, second] = [await place("carl"), (clock.advance(1), await place("dora"))];
    await round();
    expect((await state(first)).match(/:rings/gu)).toHaveLength(150);
    expect(await state(second)).toBe("QUEUED");
  });

  it("move on at once when an agent whom they ring goes away, and come back as somebody new", async () => {
    await signIn("ada");
    const call = await place("carl");
    await round();
    await signIn("ada", "away");
    await round();
    expect(await state(call)).toBe("QUEUED ada:cancelled");
    await signIn("ada");
    await round();
    expect(await state(call)).toBe("RINGING ada:cancelled ada:rings");
  });

  it("move on when an agent whom they ring takes another call", async () => {
    await signIn("ada");
    await signIn("grace");
    const call = await place("carl");
    await round();
    agents.onCall.add("ada");
    await round();
    expect(await state(call)).toBe("RINGING ada:cancelled grace:rings");
  });

  it("move on when the device that they ring is lost", async () => {
    const call = await place("carl");
    await signIn("ada");
    clock.advance(20_000);
    await signIn("grace", "away");
    await round();
    await pass(4, "grace");
    expect(await state(call)).toBe("RINGING ada:rings");
    await pass(1, "grace");
    expect(await state(call)).toBe("RINGING ada:missed grace:rings");
  });

  it("ring on through an outage until every device had its time to come back", async () => {
    await signIn("ada");
    clock.advance(15_000);
    const call = await place("carl");
    await round();
    leasesSince = clock.now() + 10_000;
    clock.advance(14_000); // the device's lease ran out meanwhile
    await round();
    expect(await state(call)).toBe("RINGING ada:rings");
    await signIn("ada");
    await round();
    expect(await state(call)).toBe("RINGING ada:rings");
  });

  it("that change under a round hold up no other, and have their agent in the next", async () => {
    await signIn("grace");
    clock.advance(1);
    await signIn("ada");
    const first = await place("carl");
    clock.advance(1);
    const second = await place("dora");
    let rounds = 0;
    change = (unit) => {
      rounds += 1;
      const isOvertaken = rounds === 1;
      return {
        ...unit,
        apply: (call, command) =>
          isOvertaken && call.id === first.id
            ? Promise.reject(new CallChanged(call.id, false))
            : unit.apply(call, command),
      };
    };
    await round();
    expect([await state(first), await state(second), rounds]).toEqual([
      "RINGING grace:rings",
      "RINGING ada:rings",
      2,
    ]);
  });

  it("that can't be written end the round with the reason", async () => {
    await signIn("ada");
    await place("carl");
    change = (unit) => ({ ...unit, apply: () => Promise.reject(new Error("no space left")) });
    await expect(round()).rejects.toThrow("no space left");
  });

  it("are not offered by a server that knows nothing of them", async () => {
    await signIn("ada");
    const call = await place("carl");
    await router.offerWaitingCalls("globex");
    expect(await state(call)).toBe("QUEUED");
  });

  it("are answered by one, and the next one waits until the work after that is done", async () => {
    await signIn("ada");
    const first = await place("carl");
    await round();
    await command(first, accept("ada"));
    agents.onCall.add("ada");
    const second = await place("dora");
    await round();
    expect(await state(second)).toBe("QUEUED");
    agents.onCall.delete("ada");
    await agents.callEnded("acme", "ada", clock.now(), clock.now() + 10_000);
    await pass(9, "ada");
    expect(await state(second)).toBe("QUEUED");
    await pass(1, "ada");
    expect(await state(second)).toBe("RINGING ada:rings");
  });

  describe("while nobody is at work", () => {
    it("wait as long as a call by name would ring, and end", async () => {
      await signIn("ada", "away");
      const call = await place("carl");
      await pass(29);
      expect(await state(call)).toBe("QUEUED");
      await pass(1);
      expect(await state(call)).toBe("no_agent");
      expect(follows).toContain("delete_room carl");
    });

    it("count that from when somebody last was: a device that is lost may come back", async () => {
      await signIn("ada");
      agents.onCall.add("ada");
      const call = await place("carl");
      await pass(40, "ada");
      agents.onCall.delete("ada");
      agents.ringing.add("ada");
      await pass(54);
      expect(await state(call)).toBe("QUEUED");
      await pass(1);
      expect(await state(call)).toBe("no_agent");
    });

    it("end at once after that time where the last agent goes away by their own will", async () => {
      await signIn("ada");
      agents.ringing.add("ada");
      const call = await place("carl");
      await pass(31, "ada");
      await signIn("ada", "away");
      await round();
      expect(await state(call)).toBe("no_agent");
    });

    it("do not end while an agent is on a call or has work after it", async () => {
      agents.onCall.add("ada");
      const call = await place("carl");
      await pass(60);
      agents.onCall.delete("ada");
      await agents.callEnded("acme", "ada", clock.now(), clock.now() + 60_000);
      await pass(59, "ada");
      expect(await state(call)).toBe("QUEUED");
      await pass(1, "ada");
      expect(await state(call)).toBe("RINGING ada:rings");
    });

    it("do not end after an outage before the agents had their time to come back", async () => {
      const call = await place("carl");
      leasesSince = clock.now() + 10_000;
      await pass(34);
      expect(await state(call)).toBe("QUEUED");
      await pass(1);
      expect(await state(call)).toBe("no_agent");
    });
  });
});
