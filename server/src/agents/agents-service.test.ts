import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import type { Person } from "../identity/person.ts";
import { createAgentsService, type AgentsService } from "./agents-service.ts";
import { createFakeAgentStore, type FakeAgentStore } from "./store/fake-agent-store.ts";

const ada: Person = {
  userId: "ada",
  tenantId: "acme",
  tenantName: "Acme",
  type: "CRM_USER",
  role: "AGENT",
  firstName: "Ada",
  lastName: "Agent",
  portalCustomerId: null,
  allowedOrigins: [],
};
const carl: Person = {
  ...ada,
  userId: "carl",
  type: "PORTAL_CUSTOMER",
  role: null,
  firstName: "Carl",
  portalCustomerId: "c",
};
const listed = (supabaseUserId: string) => ({
  supabaseUserId,
  firstName: supabaseUserId,
  lastName: "Agent",
  email: `${supabaseUserId}@acme.test`,
  role: "AGENT" as const,
});

/** An agent as customers see them in a tenant that has not changed its settings. */
const seenByCustomers = (supabaseUserId: string) => ({
  ...listed(supabaseUserId),
  lastName: "",
  email: "",
});

describe("agents and their presence", () => {
  let store: FakeAgentStore;
  let clock: FakeClock;
  let service: AgentsService;
  let offered: string[];
  let offer: (tenantId: string) => Promise<void>;
  const available = { state: "available", feed: "realtime" } as const;
  const stateOf = async (id = "ada") =>
    (await service.available(carl, false)).find((agent) => agent.supabaseUserId === id);

  beforeEach(() => {
    store = createFakeAgentStore();
    store.add("acme", listed("ada"));
    store.add("acme", listed("grace"));
    store.add("globex", listed("gus"));
    clock = createFakeClock();
    offered = [];
    offer = async (tenantId) => void offered.push(tenantId);
    service = createAgentsService({
      store,
      clock,
      log: pino({ level: "silent" }),
      queue: { offerWaitingCalls: (tenantId) => offer(tenantId) },
      liveCalls: {
        live: async () => ({
          serverTime: new Date(clock.now()).toISOString(),
          cursor: "7",
          calls: [],
        }),
      },
    });
  });

  it("are listed in exactly the shape that callers know", async () => {
    await service.putPresence(ada, "desk", available);
    expect(await service.available(carl, false)).toEqual([
      { ...seenByCustomers("ada"), reachable: true, state: "available" },
      { ...seenByCustomers("grace"), reachable: false, state: "offline" },
    ]);
  });

  it("can be asked for by who is reachable", async () => {
    await service.putPresence(ada, "desk", available);
    expect((await service.available(carl, true)).map((agent) => agent.supabaseUserId)).toEqual([
      "ada",
    ]);
  });

  it("keep their email from customers where the tenant wants it, not from one another", async () => {
    const emails = async (reader: Person) =>
      (await service.available(reader, false)).map((agent) => agent.email);
    const all = ["ada@acme.test", "grace@acme.test"];
    expect(await emails(carl)).toEqual(["", ""]);
    expect(await emails({ ...carl, customersSee: "full_name" })).toEqual(["", ""]);
    expect(await emails({ ...carl, customersSee: "full_name_and_email" })).toEqual(all);
    expect(await emails(ada)).toEqual(all);
  });

  it("show customers names and roles as the tenant wants it", async () => {
    store.add("acme", { ...listed("sue"), lastName: "Aa", role: "SUPERVISOR" });
    const seen = async (customersSee: NonNullable<Person["customersSee"]>) =>
      (await service.available({ ...carl, customersSee }, false)).map(
        ({ firstName, lastName, role }) => `${firstName} ${lastName} ${role}`,
      );
    expect(await seen("first_name")).toEqual(["ada  AGENT", "grace  AGENT", "sue  AGENT"]);
    expect(await seen("full_name")).toEqual([
      "sue Aa AGENT",
      "ada Agent AGENT",
      "grace Agent AGENT",
    ]);
    expect((await seen("full_name_and_email"))[0]).toBe("sue Aa SUPERVISOR");
  });

  it("tell a device, and colleagues, that the queue never rings them", async () => {
    store.add("acme", { ...listed("alex"), role: "ADMIN", takesQueueCalls: false });
    const alex: Person = { ...ada, userId: "alex", role: "ADMIN" };
    expect(await service.putPresence(alex, "desk", available)).toMatchObject({
      state: "away",
      takesQueueCalls: false,
    });
    const colleagues = await service.available(ada, false);
    expect(colleagues.map(({ takesQueueCalls }) => takesQueueCalls)).toEqual([
      undefined,
      false,
      undefined,
    ]);
    expect(await service.available(carl, false)).toContainEqual({
      ...seenByCustomers("alex"),
      reachable: true,
      state: "away",
    });
  });

  it("hear what the server recorded, its time, what waits in the tenant and their live calls", async () => {
    store.tenant.waiting = 3;
    store.tenant.openCallbacks = 2;
    expect(await service.putPresence(ada, "desk", available)).toEqual({
      deviceId: "desk",
      state: "available",
      leaseUntil: "2026-01-01T09:00:25.000Z",
      wrapUpUntil: null,
      waiting: 3,
      openCallbacks: 2,
      serverTime: "2026-01-01T09:00:00.000Z",
      cursor: "7",
      calls: [],
    });
  });

  it("are offline 25 seconds after the last renewal", async () => {
    await service.putPresence(ada, "desk", available);
    clock.advance(24_999);
    expect(await stateOf()).toMatchObject({ reachable: true });
    clock.advance(1);
    expect(await stateOf()).toMatchObject({ reachable: false, state: "offline" });
  });

  it("are away when every device says so, and can still be rung by name", async () => {
    await service.putPresence(ada, "desk", { state: "away", feed: "poll" });
    expect(await stateOf()).toMatchObject({ reachable: true, state: "away" });
    await service.putPresence(ada, "laptop", available);
    expect(await stateOf()).toMatchObject({ state: "available" });
  });

  it("are told offline where their device hears of no calls", async () => {
    expect(
      await service.putPresence(ada, "desk", { state: "available", feed: "down" }),
    ).toMatchObject({ state: "offline" });
    expect(await stateOf()).toMatchObject({ reachable: false });
  });

  it("are on a call, and reachable for another", async () => {
    await service.putPresence(ada, "desk", available);
    store.onCall.add("ada");
    expect(await stateOf()).toMatchObject({ reachable: true, state: "on_call" });
  });

  it("are away after a call where they asked for it on the call", async () => {
    await service.putPresence(ada, "desk", available);
    store.onCall.add("ada");
    expect(
      await service.putPresence(ada, "desk", { state: "away", feed: "realtime" }),
    ).toMatchObject({ state: "on_call" });
    store.onCall.delete("ada");
    await store.callEnded("acme", "ada", clock.now(), clock.now() + 30_000);
    expect(await stateOf()).toMatchObject({ state: "away" });
  });

  it("are offline at once when they sign off", async () => {
    await service.putPresence(ada, "desk", available);
    expect(await service.endPresence(ada, "desk")).toEqual({ deviceId: "desk" });
    expect(await stateOf()).toMatchObject({ state: "offline" });
  });

  it("stay signed off when a renewal that began before arrives after", async () => {
    const renew = store.renew;
    let arrive: () => void = () => undefined;
    store.renew = async (...renewal) => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return renew(...renewal);
    };
    const late = service.putPresence(ada, "desk", available);
    clock.advance(1);
    await service.endPresence(ada, "desk");
    arrive();
    expect(await late).toMatchObject({ state: "offline", leaseUntil: "2026-01-01T09:00:00.001Z" });
    expect(await stateOf()).toMatchObject({ state: "offline", reachable: false });
  });

  it("are nobody's once they were removed", async () => {
    await expect(
      service.putPresence({ ...ada, userId: "gone" }, "desk", available),
    ).rejects.toMatchObject({ code: "not_provisioned" });
    await expect(service.endWrapUp({ ...ada, userId: "gone" })).rejects.toMatchObject({
      code: "not_provisioned",
    });
  });

  describe("with work after a call", () => {
    beforeEach(async () => {
      await service.putPresence(ada, "desk", available);
      await store.callEnded("acme", "ada", clock.now(), clock.now() + 20_000);
    });

    it("have it until it is over, and can be rung by name meanwhile", async () => {
      expect(await service.putPresence(ada, "desk", available)).toMatchObject({
        state: "wrap_up",
        wrapUpUntil: "2026-01-01T09:00:20.000Z",
      });
      expect(await stateOf()).toMatchObject({ state: "wrap_up", reachable: true });
      clock.advance(20_000);
      expect(await stateOf()).toMatchObject({ state: "available" });
      expect(await service.putPresence(ada, "desk", available)).toMatchObject({
        state: "available",
        wrapUpUntil: null,
      });
    });

    it("can end it, and get the calls that wait at once", async () => {
      expect(await service.endWrapUp(ada)).toEqual({ state: "available" });
      expect(offered).toEqual(["acme"]);
      expect(await service.endWrapUp(ada)).toEqual({ state: "available" });
      expect(offered).toEqual(["acme"]);
    });
  });

  describe("where calls wait", () => {
    beforeEach(() => {
      store.tenant.waiting = 1;
    });

    it("are offered them as soon as they ask for calls, not with each renewal", async () => {
      await service.putPresence(ada, "desk", { state: "away", feed: "realtime" });
      expect(offered).toEqual([]);
      await service.putPresence(ada, "desk", available);
      expect(offered).toEqual(["acme"]);
      clock.advance(10_000);
      await service.putPresence(ada, "desk", available);
      expect(offered).toEqual(["acme"]);
    });

    it("make the queue look again when they take themselves out of it", async () => {
      await service.putPresence(ada, "desk", available);
      await service.putPresence(ada, "desk", { state: "away", feed: "realtime" });
      expect(offered).toEqual(["acme", "acme"]);
      await service.endPresence(ada, "desk");
      expect(offered).toEqual(["acme", "acme", "acme"]);
    });

    it("keep their lease when those cannot be offered", async () => {
      offer = () => Promise.reject(new Error("not now"));
      expect(await service.putPresence(ada, "desk", available)).toMatchObject({
        state: "available",
      });
    });
  });

  it("cost no look at the queue where nothing waits", async () => {
    await service.putPresence(ada, "desk", available);
    expect(offered).toEqual([]);
  });
});
