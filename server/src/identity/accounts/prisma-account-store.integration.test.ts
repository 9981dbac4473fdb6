import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaAccountStore } from "./prisma-account-store.ts";
import { accountStoreCases } from "./testing/account-store-cases.ts";

describe("the account store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  accountStoreCases(() => createPrismaAccountStore(db.database));

  it("does not find people who were removed", async () => {
    const tenantId = await addTenant(db.database);
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName: "Ada",
      role: "AGENT",
    });
    await db.database.user.update({
      where: { supabaseUserId },
      data: { deactivatedAt: new Date() },
    });
    expect(await createPrismaAccountStore(db.database).find(supabaseUserId)).toBeNull();
  });

  it("knows the origins of all tenants, each once", async () => {
    const store = createPrismaAccountStore(db.database);
    for (const allowedOrigins of [["https://a.test", "https://b.test"], ["https://b.test"]]) {
      await db.database.tenant.update({
        where: { id: await addTenant(db.database) },
        data: { allowedOrigins },
      });
    }
    expect((await store.allOrigins()).toSorted()).toEqual(["https://a.test", "https://b.test"]);
  });
});
