import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaTenantStore } from "./prisma-tenant-store.ts";
import { tenantStoreCases } from "./testing/tenant-store-cases.ts";

const now = new Date("2026-03-01T10:00:00.000Z");

describe("the tenant store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  tenantStoreCases(() => ({
    store: createPrismaTenantStore(db.database),
    addTenant: () => addTenant(db.database),
    addAgent: async (tenantId, supabaseUserId, role) =>
      void (await addPerson(db.database, { tenantId, supabaseUserId, role, firstName: "Ada" })),
  }));

  it("keeps what another version stored when a change is about something else", async () => {
    const tenantId = await addTenant(db.database, "Acme", {
      musicOnHold: "waltz",
      ringTimeoutSeconds: 9000,
    });
    await db.database.tenant.update({
      where: { id: tenantId },
      data: { allowedOrigins: ["https://acme.test", "capacitor://acme"] },
    });
    expect(
      await createPrismaTenantStore(db.database).changeSettings(tenantId, {
        hideAgentEmails: true,
      }),
    ).toMatchObject({ hideAgentEmails: true, ringTimeoutSeconds: 30 });
    expect(await db.database.tenant.findUnique({ where: { id: tenantId } })).toMatchObject({
      settings: { musicOnHold: "waltz", ringTimeoutSeconds: 9000, hideAgentEmails: true },
      allowedOrigins: ["https://acme.test", "capacitor://acme"],
    });
  });

  it("keeps a removed agent's row, and forgets their devices", async () => {
    const tenantId = await addTenant(db.database);
    await addPerson(db.database, { tenantId, firstName: "Alex", role: "ADMIN" });
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName: "Ada",
      role: "AGENT",
    });
    await db.database.agentDevice.create({
      data: {
        tenantId,
        supabaseUserId,
        deviceId: "d",
        wantedState: "available",
        feed: "poll",
        leaseUntil: now,
        lastSeenAt: now,
      },
    });
    await createPrismaTenantStore(db.database).removeAgent(tenantId, supabaseUserId, now.getTime());
    expect(await db.database.user.findUnique({ where: { supabaseUserId } })).toMatchObject({
      firstName: "Ada",
      deactivatedAt: now,
    });
    expect(await db.database.agentDevice.count({ where: { supabaseUserId } })).toBe(0);
  });
});
