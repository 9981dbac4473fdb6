import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../adapters/fake-clock.ts";
import type { Person } from "../http/index.ts";
import { createAgentsService, type AgentsService } from "./agents-service.ts";
import { createFakeAgentStore, type FakeAgentStore } from "./fake-agent-store.ts";

const ada: Person = {
  supabaseUserId: "ada", tenantId: "acme", tenantName: "Acme", type: "CRM_USER", role: "AGENT", firstName: "Ada", lastName: "Agent", portalCustomerId: null, allowedOrigins: [],
};
const carl: Person = { ...ada, supabaseUserId: "carl", type: "PORTAL_CUSTOMER", role: null, firstName: "Carl", portalCustomerId: "c" };
const listed = (supabaseUserId: string) => ({ supabaseUserId, firstName: supabaseUserId, lastName: "Agent", email: `${supabaseUserId}@acme.test`, role: "AGENT" as const });

describe("agents and their presence", () => {
  let store: FakeAgentStore;
  let clock: FakeClock;
  let service: AgentsService;
  let hideAgentEmails: boolean;
  let offered: string[];
  let offer: (tenantId: string) => Promise<void>;
  const available = { state: "available", feed: "realtime" } as const;
  const stateOf = async (id = "ada") => (await service.available(carl, false)).find((agent) => agent.supabaseUserId === id);

  beforeEach(() => {
    store = createFakeAgentStore();
    store.add("acme", listed("ada"));
    store.add("acme", listed("grace"));
    store.add("globex", listed("gus"));
    clock = createFakeClock();
    hideAgentEmails = false;
    offered = [];
    offer = async (tenantId) => void offered.push(tenantId);
    service = createAgentsService({
      store, clock, log: pino({ level: "silent" }),
      settings: async () => ({ hideAgentEmails }),
      waitingCalls: { offerWaitingCalls: (tenantId) => offer(tenantId) },
      liveCalls: { live: async () => ({ serverTime: new Date(clock.now()).toISOString(), cursor: "7", calls: [] }) },
    });
  });

  it("are listed in exactly the shape that callers know", async () => {
    await service.putPresence(ada, "desk", available);
    expect(await service.available(carl, false)).toEqual([
      { ...listed("ada"), reachable: true, state: "available" },
      { ...listed("grace"), reachable: false, state: "offline" },
    ]);
  });

  it("can be asked for by who is reachable", async () => {
    await service.putPresence(ada, "desk", available);
    expect((await service.available(carl, true)).map((agent) => agent.supabaseUserId)).toEqual(["ada"]);
  });

  it("keep their email from customers where the tenant wants it, not from one another", async () => {
    hideAgentEmails = true;
    expect((await service.available(carl, false)).map((agent) => agent.email)).toEqual(["", ""]);
    expect((await service.available(ada, false)).map((agent) => agent.email)).toEqual(["ada@acme.test", "grace@acme.test"]);
  });

  it("hear what the server recorded, its time and their live calls", async () => {
    expect(await service.putPresence(ada, "desk", available)).toEqual({
      deviceId: "desk", state: "available", leaseUntil: "2026-01-01T09:00:25.000Z", serverTime: "2026-01-01T09:00:00.000Z", cursor: "7", calls: [],
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
    expect(await service.putPresence(ada, "desk", { state: "available", feed: "down" })).toMatchObject({ state: "offline" });
    expect(await stateOf()).toMatchObject({ reachable: false });
  });

  it("are on a call, and reachable for another", async () => {
    await service.putPresence(ada, "desk", available);
    store.onCall.add("ada");
    expect(await stateOf()).toMatchObject({ reachable: true, state: "on_call" });
  });

  it("are offline at once when they sign off", async () => {
    await service.putPresence(ada, "desk", available);
    expect(await service.endPresence(ada, "desk")).toEqual({ deviceId: "desk" });
    expect(await stateOf()).toMatchObject({ state: "offline" });
  });

  it("are offered the calls that wait in their tenant", async () => {
    await service.putPresence(ada, "desk", available);
    expect(offered).toEqual(["acme"]);
  });

  it("keep their lease when waiting calls cannot be offered", async () => {
    offer = () => Promise.reject(new Error("not now"));
    expect(await service.putPresence(ada, "desk", available)).toMatchObject({ state: "available" });
  });
});
