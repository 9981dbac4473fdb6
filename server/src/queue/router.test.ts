import { beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../calls/domain/call.ts";
import { callerLeg } from "../calls/domain/caller-callee.ts";
import { accept } from "../calls/domain/testing/example-calls.ts";
import { CallChanged, type UnitOfWork } from "../calls/service/unit-of-work.ts";
import { createQueueRounds, type QueueRounds } from "./testing/queue-rounds.ts";

describe("calls to nobody in particular", () => {
  let queue: QueueRounds;
  beforeEach(() => void (queue = createQueueRounds()));

  it("ring one agent after another, the one idle the longest first", async () => {
    await queue.signIn("grace");
    queue.clock.advance(1_000);
    await queue.signIn("ada");
    const call = await queue.place("carl");
    await queue.round();
    expect(await queue.state(call)).toBe("RINGING grace:rings");
    await queue.pass(14, "ada", "grace");
    expect(await queue.state(call)).toBe("RINGING grace:rings");
    await queue.pass(1, "ada", "grace");
    expect(await queue.state(call)).toBe("RINGING grace:missed ada:rings");
    await queue.command(call, { type: "decline", by: { userId: "ada", deviceId: "desk" } });
    await queue.round();
    expect(await queue.state(call)).toBe("QUEUED grace:missed ada:declined");
    await queue.pass(59, "ada", "grace");
    expect(await queue.state(call)).toBe("QUEUED grace:missed ada:declined");
    await queue.pass(1, "ada", "grace");
    expect(await queue.state(call)).toBe("RINGING grace:missed ada:declined grace:rings");
  });

  it("give whoever declined at once to the next in line", async () => {
    await queue.signIn("ada");
    const [first, second] = [await queue.place("carl"), await queue.place("dora")].toSorted(
      (a, b) => (a.id < b.id ? -1 : 1),
    ) as [Call, Call];
    await queue.round();
    expect([await queue.state(first), await queue.state(second)]).toEqual([
      "RINGING ada:rings",
      "QUEUED",
    ]);
    await queue.command(first, { type: "decline", by: { userId: "ada", deviceId: "desk" } });
    expect(queue.effects).toContain(`offer_waiting_calls ${callerLeg(first).party.userId}`);
    await queue.round();
    expect([await queue.state(first), await queue.state(second)]).toEqual([
      "QUEUED ada:declined",
      "RINGING ada:rings",
    ]);
  });

  it("ring all at once where the tenant wants that", async () => {
    queue.strategy = "ring_all";
    await queue.signIn("ada");
    const call = await queue.place("carl");
    await queue.round();
    await queue.signIn("grace");
    await queue.round();
    expect(await queue.state(call)).toBe("RINGING ada:rings grace:rings");
  });

  it("come to many agents a part at a time, so that no round takes longer than a transaction may", async () => {
    const changes: number[] = [];
    queue.change = (unit) => {
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
    for (const name of names) queue.addAgent(name);
    const placedCalls = await Promise.all(names.map((name) => queue.place(`caller of ${name}`)));
    const statuses = async () =>
      new Set(
        await Promise.all(placedCalls.map(async (call) => (await queue.state(call)).split(" ")[0])),
      );
    for (const name of names) await queue.signIn(name);
    await queue.round();
    expect(await statuses()).toEqual(new Set(["RINGING"]));
    queue.clock.advance(25_000); // The turns and the agents' leases have ended.
    await queue.round();
    expect(await statuses()).toEqual(new Set(["QUEUED"]));
    queue.clock.advance(60_000);
    await queue.round();
    expect(await statuses()).toEqual(new Set(["no_agent"]));
    expect(Math.max(...changes)).toBe(100);
  });

  it("ring all at once where the tenant wants that, however many, for the same call", async () => {
    queue.strategy = "ring_all";
    const names = Array.from({ length: 150 }, (_, index) => `agent${index}`);
    for (const name of names) queue.addAgent(name);
    for (const name of names) await queue.signIn(name);
    const [first, second] = [
      await queue.place("carl"),
      (queue.clock.advance(1), await queue.place("dora")),
    ];
    await queue.round();
    expect((await queue.state(first)).match(/:rings/gu)).toHaveLength(150);
    expect(await queue.state(second)).toBe("QUEUED");
  });

  it("move on at once when an agent whom they ring goes away, and come back as somebody new", async () => {
    await queue.signIn("ada");
    const call = await queue.place("carl");
    await queue.round();
    await queue.signIn("ada", "away");
    await queue.round();
    expect(await queue.state(call)).toBe("QUEUED ada:cancelled");
    await queue.signIn("ada");
    await queue.round();
    expect(await queue.state(call)).toBe("RINGING ada:cancelled ada:rings");
  });

  it("move on when an agent whom they ring takes another call", async () => {
    await queue.signIn("ada");
    await queue.signIn("grace");
    const call = await queue.place("carl");
    await queue.round();
    queue.agents.onCall.add("ada");
    await queue.round();
    expect(await queue.state(call)).toBe("RINGING ada:cancelled grace:rings");
  });

  it("move on when the device that they ring is lost", async () => {
    const call = await queue.place("carl");
    await queue.signIn("ada");
    queue.clock.advance(20_000);
    await queue.signIn("grace", "away");
    await queue.round();
    await queue.pass(4, "grace");
    expect(await queue.state(call)).toBe("RINGING ada:rings");
    await queue.pass(1, "grace");
    expect(await queue.state(call)).toBe("RINGING ada:cancelled grace:rings");
  });

  it("come to an agent at once who closed the last page before the ring and is back", async () => {
    await queue.signIn("ada");
    queue.clock.advance(5_000);
    const call = await queue.place("carl");
    await queue.round();
    await queue.pass(14);
    expect(await queue.state(call)).toBe("RINGING ada:rings");
    await queue.pass(10);
    // The lease of the dead device has ended by now.
    expect(await queue.state(call)).toMatch(/^QUEUED (?:ada:cancelled ?)+$/u);
    await queue.signIn("ada");
    await queue.round();
    expect(await queue.state(call)).toMatch(/^RINGING (?:ada:cancelled )+ada:rings$/u);
  });

  it("ring on through an outage until every device had its time to come back", async () => {
    await queue.signIn("ada");
    queue.clock.advance(15_000);
    const call = await queue.place("carl");
    await queue.round();
    queue.leasesSince = queue.clock.now() + 10_000;
    queue.clock.advance(14_000); // The device's lease has ended.
    await queue.round();
    expect(await queue.state(call)).toBe("RINGING ada:rings");
    await queue.signIn("ada");
    await queue.round();
    expect(await queue.state(call)).toBe("RINGING ada:rings");
  });

  it("that change under a round hold up no other, and have their agent in the next", async () => {
    await queue.signIn("grace");
    queue.clock.advance(1);
    await queue.signIn("ada");
    const first = await queue.place("carl");
    queue.clock.advance(1);
    const second = await queue.place("dora");
    let rounds = 0;
    queue.change = (unit) => {
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
    await queue.round();
    expect([await queue.state(first), await queue.state(second), rounds]).toEqual([
      "RINGING grace:rings",
      "RINGING ada:rings",
      2,
    ]);
  });

  it("that can't be written end the round with the reason", async () => {
    await queue.signIn("ada");
    await queue.place("carl");
    queue.change = (unit) => ({ ...unit, apply: () => Promise.reject(new Error("no space left")) });
    await expect(queue.round()).rejects.toThrow("no space left");
  });

  it("are not offered by a server that knows nothing of them", async () => {
    await queue.signIn("ada");
    const call = await queue.place("carl");
    await queue.router.offerWaitingCalls("globex");
    expect(await queue.state(call)).toBe("QUEUED");
  });

  it("are answered by one, and the next one waits until the work after that is done", async () => {
    await queue.signIn("ada");
    const first = await queue.place("carl");
    await queue.round();
    await queue.command(first, accept("ada"));
    queue.agents.onCall.add("ada");
    const second = await queue.place("dora");
    await queue.round();
    expect(await queue.state(second)).toBe("QUEUED");
    queue.agents.onCall.delete("ada");
    await queue.agents.callEnded("acme", "ada", queue.clock.now(), queue.clock.now() + 10_000);
    await queue.pass(9, "ada");
    expect(await queue.state(second)).toBe("QUEUED");
    await queue.pass(1, "ada");
    expect(await queue.state(second)).toBe("RINGING ada:rings");
  });
});
