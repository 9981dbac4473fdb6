import { randomUUID } from "node:crypto";
import { TenantSettings, type AgentRole } from "@synapse-voice/contract";
import * as v from "valibot";
import { beforeEach, expect, it } from "vitest";
import type { TenantStore } from "../tenant-store.ts";

export interface TenantStoreSetting {
  readonly store: TenantStore;
  readonly addTenant: () => Promise<string>;
  readonly addAgent: (tenantId: string, userId: string, role: AgentRole) => Promise<void>;
}

const now = Date.parse("2026-03-01T10:00:00.000Z");
const defaults = v.parse(TenantSettings, {});

/** Cases that the tenant stores in PostgreSQL and in memory both pass. */
export function tenantStoreCases(create: () => TenantStoreSetting): void {
  let store: TenantStore;
  let tenantId: string;
  let other: string;
  let add: (role: AgentRole) => Promise<string>;

  beforeEach(async () => {
    const setting = create();
    ({ store } = setting);
    tenantId = await setting.addTenant();
    other = await setting.addTenant();
    add = async (role) => {
      const id = randomUUID();
      await setting.addAgent(tenantId, id, role);
      return id;
    };
  });

  it("has defaults for settings that nobody set", async () => {
    expect(await store.settings(tenantId)).toEqual(defaults);
  });

  it("changes some settings and leaves the rest, and other tenants, alone", async () => {
    await store.changeSettings(tenantId, { ringTimeoutSeconds: 45 });
    const changed = {
      ...defaults,
      ringTimeoutSeconds: 45,
      allowedOrigins: ["https://portal.acme.test"],
    };
    expect(
      await store.changeSettings(tenantId, { allowedOrigins: ["https://portal.acme.test"] }),
    ).toEqual(changed);
    expect(await store.settings(tenantId)).toEqual(changed);
    expect(await store.settings(other)).toEqual(defaults);
  });

  it("loses none of two changes at once", async () => {
    await Promise.all([
      store.changeSettings(tenantId, { ringTimeoutSeconds: 45 }),
      store.changeSettings(tenantId, { hideAgentEmails: true }),
    ]);
    expect(await store.settings(tenantId)).toEqual({
      ...defaults,
      ringTimeoutSeconds: 45,
      hideAgentEmails: true,
    });
  });

  it("knows no settings of a tenant that is none", async () => {
    await expect(store.settings(randomUUID())).rejects.toMatchObject({ code: "not_provisioned" });
  });

  it("removes an agent, also when asked again", async () => {
    await add("ADMIN");
    const ada = await add("AGENT");
    expect(await store.removeAgent(tenantId, ada, now)).toBe("removed");
    expect(await store.removeAgent(tenantId, ada, now)).toBe("removed");
  });

  it("removes nobody of another tenant", async () => {
    await add("ADMIN");
    expect(await store.removeAgent(other, await add("AGENT"), now)).toBe("not_found");
    expect(await store.removeAgent(tenantId, randomUUID(), now)).toBe("not_found");
  });

  it("keeps the last admin, also when two remove one another at once", async () => {
    const [first, second] = [await add("ADMIN"), await add("ADMIN")];
    const removals = await Promise.all([
      store.removeAgent(tenantId, first, now),
      store.removeAgent(tenantId, second, now),
    ]);
    expect(removals.toSorted()).toEqual(["last_admin", "removed"]);
  });

  it("changes roles and who takes calls of the queue, of its own agents only", async () => {
    await add("ADMIN");
    const ada = await add("AGENT");
    expect(await store.changeAgent(tenantId, ada, { role: "SUPERVISOR" }, now)).toMatchObject({
      supabaseUserId: ada,
      role: "SUPERVISOR",
      takesQueueCalls: false,
    });
    await store.changeAgent(tenantId, ada, { takesQueueCalls: true }, now);
    expect(await store.team(tenantId)).toContainEqual(
      expect.objectContaining({
        supabaseUserId: ada,
        role: "SUPERVISOR",
        takesQueueCalls: true,
        invitedAt: null,
      }),
    );
    expect(await store.changeAgent(tenantId, ada, { takesQueueCalls: null }, now)).toMatchObject({
      takesQueueCalls: false,
    });
    expect(await store.changeAgent(other, ada, { role: "ADMIN" }, now)).toBe("not_found");
    expect(await store.changeAgent(tenantId, randomUUID(), {}, now)).toBe("not_found");
    expect(await store.team(other)).toEqual([]);
  });

  it("has nobody who was removed in the team, and changes nobody of them", async () => {
    await add("ADMIN");
    const ada = await add("AGENT");
    await store.removeAgent(tenantId, ada, now);
    expect(await store.team(tenantId)).toHaveLength(1);
    expect(await store.changeAgent(tenantId, ada, { role: "ADMIN" }, now)).toBe("not_found");
  });

  it("lowers no last admin, also when two lower one another at once", async () => {
    const [first, second] = [await add("ADMIN"), await add("ADMIN")];
    const changes = await Promise.all(
      [first, second].map((id) => store.changeAgent(tenantId, id, { role: "AGENT" }, now)),
    );
    expect(changes.filter((change) => change === "last_admin")).toHaveLength(1);
  });
}
