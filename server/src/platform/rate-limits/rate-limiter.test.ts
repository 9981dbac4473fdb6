import { endpoints, liveCalls, me, signUp, startCall } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { openPollsPerPerson } from "./limits.ts";
import { createMemoryCounter } from "./counters/memory-counter.ts";
import type { TenantMember } from "./rate-limiter.ts";
import {
  anywhere,
  countPassing,
  done,
  limiterWith,
  person,
  requestBy,
} from "./testing/limited-requests.ts";

describe("the rate limiter", () => {
  it("lets a person start so many calls, and others theirs", async () => {
    const limiter = limiterWith({
      start_call_person: { sharedQuota: 3, windowSeconds: 60, localBurst: 0 },
    });
    expect(
      await countPassing(5, () => limiter.run(startCall, requestBy(person("ada")), done)),
    ).toBe(3);
    expect(
      await countPassing(3, () => limiter.run(startCall, requestBy(person("grace")), done)),
    ).toBe(3);
    expect(await countPassing(9, () => limiter.run(me, requestBy(person("ada")), done))).toBe(9);
  });

  it("lets a tenant start so many calls, and other tenants theirs", async () => {
    const limiter = limiterWith({
      start_call_tenant: { sharedQuota: 4, windowSeconds: 60, localBurst: 0 },
    });
    expect(
      await countPassing(9, (turn) => limiter.run(startCall, requestBy(person(`a${turn}`)), done)),
    ).toBe(4);
    expect(
      await countPassing(4, (turn) =>
        limiter.run(startCall, requestBy(person(`g${turn}`, "globex")), done),
      ),
    ).toBe(4);
  });

  it("lets one agent be rung so often by those of a tenant, and those of another not use that up", async () => {
    const limiter = limiterWith({
      ring_agent: { sharedQuota: 2, windowSeconds: 60, localBurst: 0 },
    });
    const ring = (caller: TenantMember, calleeSupabaseId: string | null) =>
      limiter.run(startCall, requestBy(caller, { body: { calleeSupabaseId } }), done);
    expect(await countPassing(5, (turn) => ring(person(`g${turn}`, "globex"), "ADA"))).toBe(2);
    expect(
      await countPassing(5, (turn) => ring(person(`a${turn}`), turn % 2 === 0 ? "ADA" : "ada")),
    ).toBe(2);
    expect(await countPassing(5, (turn) => ring(person(`b${turn}`), null))).toBe(5);
  });

  it("counts sign-ups by address", async () => {
    const limiter = limiterWith({
      sign_up_address: { sharedQuota: 2, windowSeconds: 60, localBurst: 0 },
    });
    expect(await countPassing(5, () => limiter.run(signUp, requestBy(null), done))).toBe(2);
    expect(
      await countPassing(2, () =>
        limiter.run(signUp, requestBy(null, { address: "203.0.113.8" }), done),
      ),
    ).toBe(2);
  });

  it("asks the shared count only of who has used up what is free", async () => {
    const asked: string[] = [];
    const limits = {
      requests_person: { sharedQuota: 2, windowSeconds: 60, localBurst: 3 },
    };
    const shared = createMemoryCounter(limits);
    const limiter = limiterWith(limits, {
      counter: { count: (name, key) => shared.count(name, (asked.push(key), key)) },
    });
    expect(await countPassing(3, () => limiter.checkUser(me, "ada", anywhere))).toBe(3);
    expect(asked).toEqual([]);
    expect(await countPassing(4, () => limiter.checkUser(me, "ada", anywhere))).toBe(2);
    expect(asked).toEqual(["ada", "ada"]);
  });

  it("bounds requests without a token, and those of a whole tenant, without asking anybody", async () => {
    const limiter = limiterWith(
      {
        requests_address: { sharedQuota: 0, windowSeconds: 60, localBurst: 2 },
        requests_tenant: { sharedQuota: 0, windowSeconds: 60, localBurst: 2 },
      },
      {
        counter: { count: () => Promise.reject(new Error("asked")) },
      },
    );
    expect(await countPassing(4, () => limiter.checkAddress("203.0.113.7"))).toBe(2);
    expect(await countPassing(4, (turn) => limiter.checkTenant(person(`a${turn}`)))).toBe(2);
    expect(await countPassing(2, () => limiter.checkTenant(person("g", "globex")))).toBe(2);
  });

  it("holds so many long polls of a person open, and takes the next when one has ended", async () => {
    const limiter = limiterWith({});
    const open: (() => void)[] = [];
    const poll = () =>
      limiter.run(
        liveCalls,
        requestBy(person("ada"), { query: { wait: 25 } }),
        () => new Promise<void>((resolve) => open.push(resolve)),
      );
    const polls = Array.from({ length: openPollsPerPerson }, poll);
    await expect.poll(() => open.length).toBe(openPollsPerPerson);
    await expect(poll()).rejects.toMatchObject({
      code: "rate_limited",
      details: { retryAfter: 5 },
    });
    expect(
      await countPassing(1, () =>
        limiter.run(liveCalls, requestBy(person("ada"), { query: { wait: 0 } }), done),
      ),
    ).toBe(1);
    open[0]?.();
    await polls[0];
    const next = poll();
    await expect.poll(() => open.length).toBe(openPollsPerPerson + 1);
    for (const end of open) end();
    await Promise.all([...polls, next]);
  });

  it("while nobody counts for all, each server does for itself, and strangers wait", async () => {
    const limiter = limiterWith(
      {
        start_call_person: { sharedQuota: 3, windowSeconds: 60, localBurst: 0 },
      },
      {
        counter: {
          count: () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })),
        },
      },
    );
    expect(
      await countPassing(5, () => limiter.run(startCall, requestBy(person("ada")), done)),
    ).toBe(3);
    await expect(limiter.run(signUp, requestBy(null), done)).rejects.toThrow("away");
  });

  it("has a limit of its own for every public endpoint that changes something", async () => {
    const changing = endpoints.filter(({ who, method }) => who === "public" && method !== "GET");
    expect(changing).toEqual([signUp]);
  });
});
