import { randomUUID } from "node:crypto";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { createPrismaNotesStore } from "./prisma-notes-store.ts";
import { notesStoreCases } from "./testing/notes-store-cases.ts";

const at = new Date("2026-03-01T09:00:00.000Z");

describe("the notes store in PostgreSQL", () => {
  let db: MigratedDatabase;
  let owner: Client;
  beforeAll(async () => {
    db = await startMigratedDatabase();
    owner = new Client({ connectionString: db.server.superuserUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner?.end();
    await db?.close();
  });

  notesStoreCases(() => ({
    store: createPrismaNotesStore(db.database),
    addTenant: () => addTenant(db.database),
    addAgent: async (tenantId) =>
      (await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" })).supabaseUserId,
    async addCall(tenantId, agentId) {
      const id = randomUUID();
      const customer = await addPerson(db.database, { tenantId, firstName: "Carl", role: null });
      const leg = { tenantId, callId: id, placedAt: at, leftAt: at, leftReason: "no_agent" };
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
        db.database.callLeg.createMany({
          data: [
            { ...leg, role: "caller", userId: agentId, userType: "CRM_USER", name: "Ada" },
            {
              ...leg,
              role: "callee",
              userId: customer.supabaseUserId,
              userType: "PORTAL_CUSTOMER",
              name: "Carl",
            },
          ],
        }),
      ]);
      return id;
    },
    deleteCall: async (callId) =>
      void (await owner.query(`DELETE FROM "CallLog" WHERE "id" = $1`, [callId])),
  }));
});
