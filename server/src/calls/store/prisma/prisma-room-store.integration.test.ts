import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createPrismaRoomStore } from "./prisma-room-store.ts";
import { createPrismaTransactions } from "./prisma-transactions.ts";
import { party } from "../../domain/testing/example-calls.ts";
import { roomStoreCases } from "../testing/room-store-cases.ts";

describe("the room store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  roomStoreCases(() => ({
    store: createPrismaRoomStore(db.database),
    transactions: createPrismaTransactions(db.database),
    addTenant: () => addTenant(db.database),
    addParty: async (tenantId, firstName) =>
      party((await addPerson(db.database, { tenantId, firstName, role: "AGENT" })).supabaseUserId, {
        name: `${firstName} Test`,
      }),
  }));
});
