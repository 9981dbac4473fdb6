import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { AgentActivity, AgentPresence } from "../../agent-state.ts";
import {
  deviceRetentionMs,
  maxDevicesPerAgent,
  type AgentStore,
  type DeviceRecord,
  type PresenceRenewal,
} from "../agent-store.ts";
import { agentWorkCases, now } from "./agent-work-cases.ts";
import { signOffCases } from "./sign-off-cases.ts";

export interface AgentStoreSetting {
  readonly store: AgentStore;
  readonly addTenant: () => Promise<string>;
  readonly add: (tenantId: string, agent: AgentPresence["agent"]) => Promise<void>;
}

const noActivity: AgentActivity = {
  reachable: false,
  wantsCalls: false,
  onCall: false,
  ringing: false,
  idleSince: null,
  wrapUpUntil: null,
  leaseHeldUntil: null,
};

/** Cases that every agent store passes. */
export function agentStoreCases(create: () => AgentStoreSetting): void {
  let setting: AgentStoreSetting;
  let store: AgentStore;
  let tenantId: string;
  let ada: AgentPresence["agent"];
  const agent = (firstName: string, lastName = "Agent") => ({
    supabaseUserId: randomUUID(),
    firstName,
    lastName,
    email: `${firstName}@acme.test`,
    phone: null,
    role: "AGENT" as const,
  });
  const device = (change: Partial<DeviceRecord> = {}): DeviceRecord => ({
    userId: ada.supabaseUserId,
    deviceId: "desk",
    wantedState: "available",
    feed: "realtime",
    leaseUntil: (change.lastSeenAt ?? now) + 25_000,
    lastSeenAt: now,
    ...change,
  });
  const renew = async (change: Partial<DeviceRecord> = {}): Promise<PresenceRenewal> => {
    const renewal = await store.renew(tenantId, device(change));
    expect(renewal).not.toBeNull();
    return renewal!;
  };
  const signOff = (deviceId: string, at: number, leaseUntil = at): Promise<void> =>
    store.signOff(tenantId, ada.supabaseUserId, { deviceId, now: at, leaseUntil });
  const activity = async (at = now): Promise<AgentPresence | null> =>
    store.find(tenantId, ada.supabaseUserId, at);

  beforeEach(async () => {
    setting = create();
    ({ store } = setting);
    tenantId = await setting.addTenant();
    ada = agent("Ada");
    await setting.add(tenantId, ada);
  });

  it("lists the agents of one tenant, by last name", async () => {
    const [grace, zoe] = [agent("Grace"), agent("Zoe", "Aardvark")];
    await setting.add(tenantId, grace);
    await setting.add(tenantId, zoe);
    await setting.add(await setting.addTenant(), agent("Gus"));
    expect(await store.list(tenantId, now)).toEqual(
      [zoe, ada, grace].map((listed) => ({ agent: listed, ...noActivity })),
    );
  });

  it("finds one agent, of their own tenant only", async () => {
    expect(await activity()).toEqual({ agent: ada, ...noActivity });
    expect(await store.find(await setting.addTenant(), ada.supabaseUserId, now)).toBeNull();
    expect(await store.find(tenantId, randomUUID(), now)).toBeNull();
  });

  it("knows whether there is any agent beside one", async () => {
    const grace = agent("Grace");
    expect([
      await store.hasAgents(tenantId, ada.supabaseUserId),
      await store.hasAgents(tenantId, randomUUID()),
    ]).toEqual([false, true]);
    await setting.add(tenantId, grace);
    expect(await store.hasAgents(tenantId, ada.supabaseUserId)).toBe(true);
    expect(await store.hasAgents(await setting.addTenant(), ada.supabaseUserId)).toBe(false);
  });

  it("tells of those who want calls, and of whoever is named", async () => {
    const [grace, zoe] = [agent("Grace"), agent("Zoe")];
    for (const other of [grace, zoe]) await setting.add(tenantId, other);
    await renew();
    await renew({ userId: grace.supabaseUserId, wantedState: "away" });
    const names = async (named: readonly string[], at = now) =>
      (await store.atWork(tenantId, named, at)).map((presence) => presence.agent.firstName);
    expect([
      await names([]),
      await names([zoe.supabaseUserId]),
      await names([], now + 25_000),
    ]).toEqual([["Ada"], ["Ada", "Zoe"], []]);
    expect(await store.atWork(await setting.addTenant(), [ada.supabaseUserId], now)).toEqual([]);
  });

  it("counts those at work, and of them who is free", async () => {
    const [grace, zoe] = [agent("Grace"), agent("Zoe")];
    for (const other of [grace, zoe]) await setting.add(tenantId, other);
    expect(await store.headcount(tenantId, now)).toEqual({ atWork: 0, free: 0 });
    await renew();
    await renew({ userId: grace.supabaseUserId });
    await renew({ userId: zoe.supabaseUserId, wantedState: "away" });
    await store.callEnded(tenantId, grace.supabaseUserId, now, now + 10_000);
    expect(await store.headcount(tenantId, now)).toEqual({ atWork: 2, free: 1 });
    expect(await store.headcount(tenantId, now + 10_000)).toEqual({ atWork: 2, free: 2 });
    expect(await store.headcount(await setting.addTenant(), now)).toEqual({ atWork: 0, free: 0 });
  });

  it("never counts those who take no calls of the queue, whatever their device says", async () => {
    const sue = {
      ...agent("Sue"),
      role: "SUPERVISOR" as const,
      takesQueueCalls: false,
    };
    await setting.add(tenantId, sue);
    const renewal = await renew({ userId: sue.supabaseUserId });
    expect(renewal).toMatchObject({
      activity: { reachable: true, wantsCalls: false },
      wantedCallsBefore: false,
    });
    expect(await store.find(tenantId, sue.supabaseUserId, now)).toMatchObject({
      agent: sue,
      reachable: true,
      wantsCalls: false,
    });
    expect(await store.atWork(tenantId, [], now)).toEqual([]);
    expect(await store.headcount(tenantId, now)).toEqual({ atWork: 0, free: 0 });
    expect(await store.lastWantedCallsAt(tenantId)).toBeNull();
    expect(await store.hasAgents(tenantId, ada.supabaseUserId)).toBe(false);
  });

  describe("a device", () => {
    it("counts until its lease ends", async () => {
      await renew();
      expect(await activity(now + 24_999)).toMatchObject({
        reachable: true,
        wantsCalls: true,
        leaseHeldUntil: now + 25_000,
      });
      expect(await activity(now + 25_000)).toMatchObject({
        reachable: false,
        wantsCalls: false,
        leaseHeldUntil: now + 25_000,
      });
      expect(await activity(now + 60_000)).toMatchObject({
        reachable: false,
        leaseHeldUntil: now + 25_000,
      });
    });

    it.each([
      [{ wantedState: "away" }, { reachable: true, wantsCalls: false }],
      [{ feed: "poll" }, { reachable: true, wantsCalls: true }],
      [{ feed: "down" }, { reachable: false, wantsCalls: false }],
      [
        { feed: "down", wantedState: "away" },
        { reachable: false, wantsCalls: false },
      ],
    ] as const)("that report %j leaves its agent at %j", async (report, expected) => {
      expect((await renew(report)).activity).toMatchObject(expected);
      expect(await activity()).toMatchObject(expected);
    });

    it("that wants calls is enough, whatever the others say", async () => {
      await renew({ deviceId: "laptop", wantedState: "away" });
      await renew({ deviceId: "tab", feed: "down" });
      expect((await renew()).activity).toMatchObject({ reachable: true, wantsCalls: true });
      expect((await renew({ wantedState: "away" })).activity).toMatchObject({
        reachable: true,
        wantsCalls: false,
      });
    });

    it("that does not hear of calls can't want them for one that is away", async () => {
      await renew({ deviceId: "laptop", wantedState: "away" });
      expect((await renew({ feed: "down" })).activity).toMatchObject({
        reachable: true,
        wantsCalls: false,
      });
    });

    it("is known by what it said last, in whichever order that arrives", async () => {
      await renew({ lastSeenAt: now + 10 });
      expect(await renew({ wantedState: "away", lastSeenAt: now })).toMatchObject({
        activity: { wantsCalls: true },
        leaseUntil: now + 25_010,
      });
      expect(await renew({ wantedState: "away", lastSeenAt: now + 20 })).toMatchObject({
        activity: { wantsCalls: false },
        leaseUntil: now + 25_020,
      });
    });

    it("that signed off is gone at once, and no other", async () => {
      await renew();
      await renew({ deviceId: "laptop" });
      await signOff("desk", now + 5);
      expect(await activity(now + 5)).toMatchObject({ reachable: true });
      await store.signOff(await setting.addTenant(), ada.supabaseUserId, {
        deviceId: "laptop",
        now: now + 5,
        leaseUntil: now + 5,
      });
      expect(await activity(now + 5)).toMatchObject({ reachable: true });
      await signOff("laptop", now + 5);
      expect(await activity(now + 5)).toMatchObject({ reachable: false, leaseHeldUntil: null });
    });

    it("is forgotten when it has not been seen for a day", async () => {
      await renew({ deviceId: "old" });
      await renew({ lastSeenAt: now + deviceRetentionMs + 1 });
      await signOff("desk", now + deviceRetentionMs + 2);
      expect(await activity(now + deviceRetentionMs + 2)).toMatchObject({
        leaseHeldUntil: null,
      });
    });

    it("gives way to a new one, if it was seen longest ago and its agent has too many", async () => {
      await renew();
      const others = maxDevicesPerAgent - 1;
      for (let turn = 1; turn <= others; turn += 1)
        await renew({ deviceId: `${turn}`, wantedState: "away", lastSeenAt: now + turn });
      expect(await activity(now + 100)).toMatchObject({ wantsCalls: true });
      await signOff("unknown", now + 100);
      expect(await activity(now + 100)).toMatchObject({ reachable: true, wantsCalls: false });
      await renew({ lastSeenAt: now + 101 });
      expect(await activity(now + 101)).toMatchObject({ reachable: true, wantsCalls: true });
    });

    it("is none of somebody else's tenant", async () => {
      expect(await store.renew(await setting.addTenant(), device())).toBeNull();
      expect(await activity()).toMatchObject({ reachable: false });
    });

    it("hears of nothing in a tenant where nothing is", async () => {
      expect(await renew()).toMatchObject({ waiting: 0, openCallbacks: 0 });
    });
  });

  it("remembers when somebody last wanted calls", async () => {
    expect(await store.lastWantedCallsAt(tenantId)).toBeNull();
    await renew();
    await renew({ deviceId: "laptop", wantedState: "away", lastSeenAt: now + 50 });
    expect(await store.lastWantedCallsAt(tenantId)).toBe(now + 25_000);
    await signOff("desk", now + 60);
    expect(await store.lastWantedCallsAt(tenantId)).toBe(now + 60);
    // The page loads again, and can't be reached at first.
    await renew({ feed: "down", lastSeenAt: now + 70 });
    expect(await store.lastWantedCallsAt(tenantId)).toBe(now + 60);
    await renew({ lastSeenAt: now + 80 });
    expect(await store.lastWantedCallsAt(tenantId)).toBe(now + 25_080);
    await renew({ wantedState: "away", lastSeenAt: now + 90 });
    expect(await store.lastWantedCallsAt(tenantId)).toBeNull();
    expect(await store.lastWantedCallsAt(await setting.addTenant())).toBeNull();
  });

  signOffCases({ renew, activity, signOff });
  agentWorkCases({
    renew,
    activity,
    callEnded: (at, wrapUpUntil) => store.callEnded(tenantId, ada.supabaseUserId, at, wrapUpUntil),
    endWrapUp: (at) => store.endWrapUp(tenantId, ada.supabaseUserId, at),
  });
}
