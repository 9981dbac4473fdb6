import { randomUUID } from "node:crypto";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createPrismaCallbackStore } from "./prisma-callback-store.ts";
import { callbackStoreCases } from "./testing/callback-store-cases.ts";

const at = new Date("2026-03-01T09:00:00.000Z");

describe("the callback store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  callbackStoreCases(() => ({
    store: createPrismaCallbackStore(db.database),
    addTenant: () => addTenant(db.database),
    addPerson: async (tenantId, firstName, role) =>
      (await addPerson(db.database, { tenantId, firstName, role })).supabaseUserId,
    async removePerson(supabaseUserId) {
      await db.database.user.updateMany({ where: { supabaseUserId }, data: { deactivatedAt: at } });
      await db.database.portalCustomer.updateMany({
        where: { supabaseUserId },
        data: { deactivatedAt: at },
      });
    },
    async addCall(tenantId, customerId) {
      const id = randomUUID();
      await db.database.$transaction([
        db.database.callLog.create({
          data: {
            id,
            tenantId,
            roomName: randomUUID(),
            status: "MISSED",
            endReason: "no_agent",
            placedAt: at,
            startedAt: at,
            endedAt: at,
          },
        }),
        db.database.callLeg.create({
          data: {
            tenantId,
            callId: id,
            role: "caller",
            userId: customerId,
            userType: "PORTAL_CUSTOMER",
            name: "Carl",
            deviceId: "d",
            placedAt: at,
            leftAt: at,
            leftReason: "no_agent",
          },
        }),
      ]);
      return id;
    },
  }));
});
