import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaCustomerStore } from "./prisma-customer-store.ts";
import { customerStoreCases } from "./testing/customer-store-cases.ts";

describe("the customer store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  customerStoreCases(() => ({
    store: createPrismaCustomerStore(db.database),
    addTenant: () => addTenant(db.database),
    add: async (tenantId, customer) =>
      void (await addPerson(db.database, { ...customer, tenantId, role: null })),
  }));

  it("does not find customers who were removed", async () => {
    const tenantId = await addTenant(db.database);
    const { id } = await addPerson(db.database, { tenantId, firstName: "Carl", role: null });
    await db.database.portalCustomer.update({ where: { id }, data: { deactivatedAt: new Date() } });
    expect(await createPrismaCustomerStore(db.database).find(tenantId, [], 20)).toEqual([]);
  });
});
