import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createPrismaCallStore } from "../../calls/store/prisma/prisma-call-store.ts";
import { noon, party } from "../../calls/domain/testing/example-calls.ts";
import { createPrismaQueueStore } from "./prisma-queue-store.ts";
import { queueStoreCases } from "./testing/queue-store-cases.ts";

describe("the queue store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  queueStoreCases(() => ({
    store: createPrismaQueueStore(db.database),
    addTenant: () => addTenant(db.database),
    async addParty(tenantId, firstName, isCustomer) {
      const { supabaseUserId } = await addPerson(db.database, {
        tenantId,
        firstName,
        role: isCustomer ? null : "AGENT",
      });
      return party(supabaseUserId, isCustomer ? { type: "PORTAL_CUSTOMER" } : {});
    },
    put: (call) => createPrismaCallStore(db.database, call.tenantId).insert(call, [], noon),
    async putCallback(tenantId, { userId, name }, topic, isDone) {
      const at = new Date(noon);
      await db.database.callback.create({
        data: {
          tenantId,
          customerId: userId,
          customerName: name,
          topic,
          requestedAt: at,
          ...(isDone
            ? {
                status: "done",
                claimedById: userId,
                claimedByName: name,
                claimedAt: at,
                doneAt: at,
              }
            : {}),
        },
      });
    },
  }));
});
