import { randomUUID } from "node:crypto";
import { addPerson, addTenant, startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaAgentStore } from "./prisma-agent-store.ts";
import { agentStoreCases } from "./testing/agent-store-cases.ts";

const at = new Date("2026-03-01T10:00:00.000Z");

describe("the agent store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  agentStoreCases(() => ({
    store: createPrismaAgentStore(db.database),
    addTenant: () => addTenant(db.database),
    add: async (tenantId, agent) => void (await addPerson(db.database, { ...agent, tenantId })),
  }));

  it("does not list agents who were removed", async () => {
    const tenantId = await addTenant(db.database);
    const { id, supabaseUserId } = await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" });
    await db.database.user.update({ where: { id }, data: { deactivatedAt: at } });
    expect(await createPrismaAgentStore(db.database).list(tenantId, 0)).toEqual([]);
    expect(await createPrismaAgentStore(db.database).find(tenantId, supabaseUserId, 0)).toBeNull();
  });

  it("says who is on a call: who placed one, and who answered one, but not whom one rings", async () => {
    const tenantId = await addTenant(db.database);
    const ada = (await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" })).supabaseUserId;
    const grace = (await addPerson(db.database, { tenantId, firstName: "Grace", role: "AGENT" })).supabaseUserId;
    const onCall = async () => (await createPrismaAgentStore(db.database).list(tenantId, 0)).map((presence) => presence.onCall);
    const { id } = await db.database.callLog.create({
      data: {
        tenantId, roomName: randomUUID(), status: "RINGING", fromUserId: ada, fromUserType: "CRM_USER", fromName: "Ada", callerDeviceId: "d", requestedCalleeId: grace,
        toUserId: grace, toUserType: "CRM_USER", placedAt: at, startedAt: at, deadlineAt: at,
      },
    });
    expect(await onCall()).toEqual([true, false]);
    await db.database.callLog.update({ where: { id }, data: { status: "IN_PROGRESS", answeredAt: at, answeredBy: grace } });
    expect(await onCall()).toEqual([true, true]);
    await db.database.callLog.update({ where: { id }, data: { status: "COMPLETED", endedAt: at, endReason: "hung_up", deadlineAt: null } });
    expect(await onCall()).toEqual([false, false]);
  });
});
