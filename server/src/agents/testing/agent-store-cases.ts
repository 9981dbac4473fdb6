import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { deviceForgottenAfter, type AgentPresence, type AgentStore, type DeviceRecord } from "../agent-store.ts";

export interface AgentStoreSetting {
  readonly store: AgentStore;
  readonly addTenant: () => Promise<string>;
  readonly add: (tenantId: string, agent: AgentPresence["agent"]) => Promise<void>;
}

const now = Date.parse("2026-03-01T10:00:00.000Z");

/** What every agent store does, the real one and the fake. */
export function agentStoreCases(create: () => AgentStoreSetting): void {
  let setting: AgentStoreSetting;
  let store: AgentStore;
  let tenantId: string;
  let ada: AgentPresence["agent"];
  const agent = (firstName: string, lastName = "Agent") => ({ supabaseUserId: randomUUID(), firstName, lastName, email: `${firstName}@acme.test`, role: "AGENT" as const });
  const device = (change: Partial<DeviceRecord> = {}): DeviceRecord => ({
    supabaseUserId: ada.supabaseUserId, deviceId: "desk", wantedState: "available", feed: "realtime", leaseUntil: now + 25_000, lastSeenAt: now, ...change,
  });
  const devicesOf = async (at = now) => (await store.find(tenantId, ada.supabaseUserId, at))?.devices;

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
    expect(await store.list(tenantId, now)).toEqual([zoe, ada, grace].map((listed) => ({ agent: listed, devices: [], onCall: false })));
  });

  it("finds one agent, of their own tenant only", async () => {
    expect(await store.find(tenantId, ada.supabaseUserId, now)).toEqual({ agent: ada, devices: [], onCall: false });
    expect(await store.find(await setting.addTenant(), ada.supabaseUserId, now)).toBeNull();
    expect(await store.find(tenantId, randomUUID(), now)).toBeNull();
  });

  it("knows a device until its lease ends", async () => {
    await store.recordDevice(tenantId, device());
    expect(await devicesOf(now + 24_999)).toEqual([{ wantedState: "available", feed: "realtime" }]);
    expect(await devicesOf(now + 25_000)).toEqual([]);
  });

  it("keeps one record a device, the last", async () => {
    await store.recordDevice(tenantId, device());
    await store.recordDevice(tenantId, device({ wantedState: "away", feed: "poll", leaseUntil: now + 35_000, lastSeenAt: now + 10_000 }));
    await store.recordDevice(tenantId, device({ deviceId: "laptop", feed: "down" }));
    expect(await devicesOf(now + 20_000)).toHaveLength(2);
    expect(await devicesOf(now + 30_000)).toEqual([{ wantedState: "away", feed: "poll" }]);
  });

  it("forgets a device that signed off, and no other's", async () => {
    await store.recordDevice(tenantId, device());
    await store.removeDevice(tenantId, ada.supabaseUserId, "laptop");
    await store.removeDevice(await setting.addTenant(), ada.supabaseUserId, "desk");
    expect(await devicesOf()).toHaveLength(1);
    await store.removeDevice(tenantId, ada.supabaseUserId, "desk");
    expect(await devicesOf()).toEqual([]);
  });

  it("forgets devices that have not been seen for a day", async () => {
    await store.recordDevice(tenantId, device({ deviceId: "old" }));
    await store.recordDevice(tenantId, device({ lastSeenAt: now + deviceForgottenAfter + 1 }));
    expect(await devicesOf()).toHaveLength(1);
  });

  it("records no device of somebody else's tenant", async () => {
    await expect(store.recordDevice(await setting.addTenant(), device())).rejects.toThrow(Error);
  });
}
