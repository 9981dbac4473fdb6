import { endpoints, liveCalls, me, signUp, startCall } from "@synapse-voice/contract";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "@synapse-voice/platform/testing";
import type { Person } from "../../identity/person.ts";
import type { LimitCounter } from "./counter.ts";
import { createGate, type Gate, type Passing } from "./rate-limiter.ts";
import { limitsTimes, openPollsPerPerson, type Limits } from "./limits.ts";
import { createMemoryCounter } from "./memory-counter.ts";

const log = pino({ level: "silent" });
const clock = createFakeClock();
const pause = async (): Promise<void> => undefined;
const anywhere = { address: "203.0.113.7", body: {} };
const person = (userId: string, tenantId = "acme"): Person => ({
  userId,
  tenantId,
  tenantName: "Acme",
  type: "CRM_USER",
  role: "AGENT",
  firstName: "Ada",
  lastName: "",
  portalCustomerId: null,
  allowedOrigins: [],
});
const asker = (who: Person | null, more: Partial<Passing> = {}): Passing => ({
  person: who,
  address: "203.0.113.7",
  body: {},
  query: {},
  ...more,
});
const gateWith = (changes: Partial<Limits>): Gate => {
  const limits = { ...limitsTimes(1), ...changes };
  return createGate({ limits, counter: createMemoryCounter(limits), clock, pause, log });
};
/** How many of so many pass. */
async function passing(times: number, ask: (turn: number) => Promise<unknown>): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, (_, turn) => ask(turn)));
  const refusals = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason] : [],
  );
  expect(refusals).toMatchObject(
    refusals.map(() => ({ code: "rate_limited", details: { retryAfter: expect.any(Number) } })),
  );
  return results.filter(({ status }) => status === "fulfilled").length;
}
const done = async (): Promise<string> => "done";

describe("the gate", () => {
  it("lets a person start so many calls, and others theirs", async () => {
    const gate = gateWith({ start_call_person: { points: 3, seconds: 60, free: 0 } });
    expect(await passing(5, () => gate.pass(startCall, asker(person("ada")), done))).toBe(3);
    expect(await passing(3, () => gate.pass(startCall, asker(person("grace")), done))).toBe(3);
    expect(await passing(9, () => gate.pass(me, asker(person("ada")), done))).toBe(9);
  });

  it("lets a tenant start so many calls, and other tenants theirs", async () => {
    const gate = gateWith({ start_call_tenant: { points: 4, seconds: 60, free: 0 } });
    expect(await passing(9, (turn) => gate.pass(startCall, asker(person(`a${turn}`)), done))).toBe(
      4,
    );
    expect(
      await passing(4, (turn) => gate.pass(startCall, asker(person(`g${turn}`, "globex")), done)),
    ).toBe(4);
  });

  it("lets one agent be rung so often by those of a tenant, and those of another not use that up", async () => {
    const gate = gateWith({ ring_agent: { points: 2, seconds: 60, free: 0 } });
    const ring = (caller: Person, calleeSupabaseId: string | null) =>
      gate.pass(startCall, asker(caller, { body: { calleeSupabaseId } }), done);
    expect(await passing(5, (turn) => ring(person(`g${turn}`, "globex"), "ADA"))).toBe(2);
    expect(
      await passing(5, (turn) => ring(person(`a${turn}`), turn % 2 === 0 ? "ADA" : "ada")),
    ).toBe(2);
    expect(await passing(5, (turn) => ring(person(`b${turn}`), null))).toBe(5);
  });

  it("lets the calls of a tenant start one after another as they came, asks nobody of those who wait, and lets no other tenant wait for them", async () => {
    const order: string[] = [];
    const limits = {
      ...limitsTimes(1),
      start_call_pace: { points: 0, seconds: 0.05, free: 1, line: 3 },
    };
    const gate = createGate({
      limits,
      clock,
      pause,
      log,
      busy: () => 0,
      counter: { count: async (name, key) => (order.push(`${name} ${key}`), null) },
    });
    const start = (who: Person) =>
      gate.pass(startCall, asker(who), async () => void order.push(who.userId));
    const acme = passing(6, (turn) => start(person(`a${turn}`)));
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
    const limits = {
      ...limitsTimes(1),
      start_call_pace: { points: 0, seconds: 0.05, free: 1, line: 3 },
    };
    const gate = createGate({
      limits,
      counter: createMemoryCounter(limits),
      clock,
      pause,
      log,
      busy: () => 0,
    });
    const leaving = new AbortController();
    const started: string[] = [];
    const start = (id: string, signal?: AbortSignal) =>
      gate.pass(
        startCall,
        { ...asker(person(id)), ...(signal ? { signal } : {}) },
        async () => void started.push(id),
      );
    const all = Promise.allSettled([start("a0"), start("a1", leaving.signal), start("a2")]);
    leaving.abort();
    expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(started).toEqual(["a0", "a2"]);
  });

  it("keeps most places in line for others, however many starts one person sends and gives up again", async () => {
    const limits = {
      ...limitsTimes(1),
      start_call_pace: { points: 0, seconds: 0.05, free: 1, line: 10 },
    };
    const gate = createGate({
      limits,
      counter: createMemoryCounter(limits),
      clock,
      pause,
      log,
      busy: () => 0,
    });
    const start = (id: string, signal: AbortSignal) =>
      gate.pass(startCall, asker(person(id), { signal }), done);
    const flood = passing(50, () => start("ada", AbortSignal.abort()));
    expect(await passing(3, (turn) => start(`g${turn}`, new AbortController().signal))).toBe(3);
    expect(await flood).toBe(0);
  });

  it("starts nothing where the pace is none", async () => {
    const gate = gateWith({ start_call_pace: { points: 0, seconds: 0.05, free: 0, line: 10 } });
    expect(await passing(3, () => gate.pass(startCall, asker(person("ada")), done))).toBe(0);
  });

  it.each([
    [0, 4],
    [0.3, 2],
    [0.6, 1],
    [1, 1],
  ])("that works for %d of its time lets %d of four through at once", async (share, pass) => {
    const limits = {
      ...limitsTimes(1),
      start_call_pace: { points: 0, seconds: 5, free: 4, line: 0 },
    };
    const gate = createGate({
      limits,
      counter: createMemoryCounter(limits),
      clock,
      pause,
      log,
      busy: () => share,
    });
    expect(await passing(4, (turn) => gate.pass(startCall, asker(person(`a${turn}`)), done))).toBe(
      pass,
    );
  });

  it("counts sign-ups by address", async () => {
    const gate = gateWith({ sign_up_address: { points: 2, seconds: 60, free: 0 } });
    expect(await passing(5, () => gate.pass(signUp, asker(null), done))).toBe(2);
    expect(
      await passing(2, () => gate.pass(signUp, asker(null, { address: "203.0.113.8" }), done)),
    ).toBe(2);
  });

  it("asks the shared count only of who has used up what is free", async () => {
    const asked: string[] = [];
    const limits = { ...limitsTimes(1), requests_person: { points: 2, seconds: 60, free: 3 } };
    const shared = createMemoryCounter(limits);
    const gate = createGate({
      limits,
      clock,
      pause,
      log,
      counter: { count: (name, key) => shared.count(name, (asked.push(key), key)) },
    });
    expect(await passing(3, () => gate.arrived(me, "ada", anywhere))).toBe(3);
    expect(asked).toEqual([]);
    expect(await passing(4, () => gate.arrived(me, "ada", anywhere))).toBe(2);
    expect(asked).toEqual(["ada", "ada"]);
  });

  it("bounds requests without a token, and those of a whole tenant, without asking anybody", async () => {
    const limits = {
      ...limitsTimes(1),
      requests_address: { points: 0, seconds: 60, free: 2 },
      requests_tenant: { points: 0, seconds: 60, free: 2 },
    };
    const gate = createGate({
      limits,
      clock,
      pause,
      log,
      counter: { count: () => Promise.reject(new Error("asked")) },
    });
    expect(await passing(4, () => gate.arrivedFrom("203.0.113.7"))).toBe(2);
    expect(await passing(4, (turn) => gate.found(person(`a${turn}`)))).toBe(2);
    expect(await passing(2, () => gate.found(person("g", "globex")))).toBe(2);
  });

  it("holds so many long polls of a person open, and takes the next when one has ended", async () => {
    const gate = gateWith({});
    const open: (() => void)[] = [];
    const poll = () =>
      gate.pass(
        liveCalls,
        asker(person("ada"), { query: { wait: 25 } }),
        () => new Promise<void>((resolve) => open.push(resolve)),
      );
    const polls = Array.from({ length: openPollsPerPerson }, poll);
    await expect.poll(() => open.length).toBe(openPollsPerPerson);
    await expect(poll()).rejects.toMatchObject({
      code: "rate_limited",
      details: { retryAfter: 5 },
    });
    expect(
      await passing(1, () =>
        gate.pass(liveCalls, asker(person("ada"), { query: { wait: 0 } }), done),
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
    const gate = createGate({
      limits: { ...limitsTimes(1), start_call_person: { points: 3, seconds: 60, free: 0 } },
      clock,
      pause,
      log,
      counter: {
        count: () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })),
      },
    });
    expect(await passing(5, () => gate.pass(startCall, asker(person("ada")), done))).toBe(3);
    await expect(gate.pass(signUp, asker(null), done)).rejects.toThrow("away");
  });

  describe("once somebody has used up a limit", () => {
    const oneCall = { points: 1, seconds: 60, free: 0 };
    const callTo = (calleeSupabaseId: unknown) => ({ ...anywhere, body: { calleeSupabaseId } });
    /**
     * Somebody who asks as the server lets them: arrives, is looked up, passes. Counts how often
     * the directory and the shared counter were asked.
     */
    const server = (changes: Partial<Limits>) => {
      const limits = { ...limitsTimes(1), ...changes };
      const shared = createMemoryCounter(limits);
      const asked = { directory: 0, counter: 0 };
      const counter: LimitCounter = {
        count: (name, key) => ((asked.counter += 1), shared.count(name, key)),
      };
      const time = createFakeClock();
      const refused: string[] = [];
      const held: number[] = [];
      const gate = createGate({
        limits,
        counter,
        clock: time,
        pause: async (ms) => void held.push(ms),
        log,
        refused: (name) => refused.push(name),
      });
      const request = async (
        who: Person,
        endpoint = startCall as typeof startCall | typeof me,
        from = anywhere,
      ): Promise<string> => {
        await gate.arrived(endpoint, who.userId, from);
        asked.directory += 1;
        await gate.found(who);
        return gate.pass(endpoint, asker(who, from), done);
      };
      return { request, asked, refused, held, time };
    };

    it("refuses a person for that before anything is asked of the database, and for nothing else", async () => {
      const { request, asked, refused } = server({ start_call_person: oneCall });
      expect(await passing(2, () => request(person("ada")))).toBe(1);
      const before = { ...asked };
      expect(await passing(50, () => request(person("ada")))).toBe(0);
      expect(asked).toEqual(before);
      expect(refused).toEqual(Array.from({ length: 51 }, () => "start_call_person"));
      expect(await passing(5, () => request(person("ada"), me))).toBe(5);
      expect(await passing(1, () => request(person("grace")))).toBe(1);
    });

    it("refuses those of its tenant who were here before as early, others once they are known, and other tenants not at all", async () => {
      const { request, asked } = server({ start_call_tenant: oneCall });
      await request(person("ada"), me);
      expect(await passing(2, () => request(person("grace")))).toBe(1);
      const before = { ...asked };
      expect(await passing(20, () => request(person("ada")))).toBe(0);
      expect(asked).toEqual(before);
      expect(await passing(20, () => request(person("alan")))).toBe(0);
      expect(asked).toEqual({ directory: before.directory + 20, counter: before.counter });
      expect(await passing(1, () => request(person("gina", "globex")))).toBe(1);
    });

    it("refuses calls to an agent whom the tenant has rung too often as early, whatever else is sent in place of one", async () => {
      const { request, asked } = server({ ring_agent: oneCall });
      expect(await passing(2, () => request(person("ada"), startCall, callTo("gus")))).toBe(1);
      const before = { ...asked };
      expect(await passing(20, () => request(person("ada"), startCall, callTo("GUS")))).toBe(0);
      expect(asked).toEqual(before);
      for (const nonsense of [null, 7, {}, ["gus"]])
        expect(await passing(1, () => request(person("ada"), startCall, callTo(nonsense)))).toBe(1);
    });

    it("answers who asks all the same only after a while, and the first refusal at once", async () => {
      const { request, held } = server({ start_call_person: oneCall });
      expect(await passing(1, () => request(person("ada")))).toBe(1);
      expect(await passing(1, () => request(person("ada")))).toBe(0);
      expect(held).toEqual([]);
      expect(await passing(2, () => request(person("ada")))).toBe(0);
      expect(held).toEqual([250, 250]);
    });

    it("tells the time that is left, and asks again when it is over", async () => {
      const { request, asked, time } = server({ start_call_person: oneCall });
      await request(person("ada"));
      await expect(request(person("ada"))).rejects.toMatchObject({ details: { retryAfter: 60 } });
      time.advance(45_000);
      await expect(request(person("ada"))).rejects.toMatchObject({ details: { retryAfter: 15 } });
      const before = asked.directory;
      time.advance(15_000);
      await request(person("ada")).catch(() => undefined);
      expect(asked.directory).toBe(before + 1);
    });
  });

  it("has a limit of its own for every public endpoint that changes something", async () => {
    const changing = endpoints.filter(({ who, method }) => who === "public" && method !== "GET");
    expect(changing).toEqual([signUp]);
  });
});
