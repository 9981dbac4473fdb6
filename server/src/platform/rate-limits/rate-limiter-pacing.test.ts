import { startCall } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import type { TenantMember } from "./rate-limiter.ts";
import { countPassing, done, limiterWith, person, requestBy } from "./testing/limited-requests.ts";

describe("the rate limiter", () => {
  it("lets the calls of a tenant start one after another as they came, asks nobody of those who wait, and lets no other tenant wait for them", async () => {
    const order: string[] = [];
    const limiter = limiterWith(
      {
        start_call_pace: { sharedQuota: 0, windowSeconds: 0.05, localBurst: 1, queueLength: 3 },
      },
      {
        eventLoopLoad: () => 0,
        counter: { count: async (name, key) => (order.push(`${name} ${key}`), null) },
      },
    );
    const start = (who: TenantMember) =>
      limiter.run(startCall, requestBy(who), async () => void order.push(who.userId));
    const acme = countPassing(6, (turn) => start(person(`a${turn}`)));
    await start(person("g", "globex"));
    expect(await acme).toBe(4);
    expect(order.filter((entry) => entry.length === 2 || entry === "g")).toEqual([
      "a0",
      "g",
      "a1",
      "a2",
      "a3",
    ]);
    expect(order.filter((entry) => entry.startsWith("start_call_person"))).toEqual(
      ["a0", "g", "a1", "a2", "a3"].map((id) => `start_call_person ${id}`),
    );
    await expect(start(person("a7"))).rejects.toMatchObject({
      code: "rate_limited",
      details: { retryAfter: 1 },
    });
  });

  it("starts no call for who has given up in line", async () => {
    const limiter = limiterWith(
      {
        start_call_pace: { sharedQuota: 0, windowSeconds: 0.05, localBurst: 1, queueLength: 3 },
      },
      {
        eventLoopLoad: () => 0,
      },
    );
    const leaving = new AbortController();
    const started: string[] = [];
    const start = (id: string, signal?: AbortSignal) =>
      limiter.run(
        startCall,
        { ...requestBy(person(id)), ...(signal ? { signal } : {}) },
        async () => void started.push(id),
      );
    const all = Promise.allSettled([start("a0"), start("a1", leaving.signal), start("a2")]);
    leaving.abort();
    expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(started).toEqual(["a0", "a2"]);
  });

  it("keeps most places in line for others, however many starts one person sends and gives up again", async () => {
    const limiter = limiterWith(
      {
        start_call_pace: { sharedQuota: 0, windowSeconds: 0.05, localBurst: 1, queueLength: 10 },
      },
      {
        eventLoopLoad: () => 0,
      },
    );
    const start = (id: string, signal: AbortSignal) =>
      limiter.run(startCall, requestBy(person(id), { signal }), done);
    const flood = countPassing(50, () => start("ada", AbortSignal.abort()));
    expect(await countPassing(3, (turn) => start(`g${turn}`, new AbortController().signal))).toBe(
      3,
    );
    expect(await flood).toBe(0);
  });

  it("starts nothing where the pace is none", async () => {
    const limiter = limiterWith({
      start_call_pace: { sharedQuota: 0, windowSeconds: 0.05, localBurst: 0, queueLength: 10 },
    });
    expect(
      await countPassing(3, () => limiter.run(startCall, requestBy(person("ada")), done)),
    ).toBe(0);
  });

  it.each([
    [0, 4],
    [0.3, 2],
    [0.6, 1],
    [1, 1],
  ])("that works for %d of its time lets %d of four through at once", async (share, pass) => {
    const limiter = limiterWith(
      {
        start_call_pace: { sharedQuota: 0, windowSeconds: 5, localBurst: 4, queueLength: 0 },
      },
      {
        eventLoopLoad: () => share,
      },
    );
    expect(
      await countPassing(4, (turn) => limiter.run(startCall, requestBy(person(`a${turn}`)), done)),
    ).toBe(pass);
  });
});
