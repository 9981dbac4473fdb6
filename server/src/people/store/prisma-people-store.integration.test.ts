import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaPeopleStore } from "./prisma-people-store.ts";
import { peopleStoreCases } from "./testing/people-store-cases.ts";

const phone = "+4930123456";

describe("the people store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  peopleStoreCases(() => ({
    store: createPrismaPeopleStore(db.database),
    addTenant: () => addTenant(db.database),
    async add(tenantId, { type, invitedAt, ...person }) {
      const role = type === "CRM_USER" ? "AGENT" : null;
      await addPerson(db.database, { ...person, tenantId, role });
      const change = {
        where: { supabaseUserId: person.supabaseUserId },
        data: { invitedAt },
      };
      await db.database.user.updateMany(change);
      await db.database.portalCustomer.updateMany(change);
    },
  }));

  it("does not find people who were removed", async () => {
    const tenantId = await addTenant(db.database);
    const deactivatedAt = new Date();
    for (const role of ["AGENT", null] as const)
      await addPerson(db.database, { tenantId, firstName: "Gone", role, phone });
    const change = { where: { tenantId }, data: { deactivatedAt } };
    await db.database.user.updateMany(change);
    await db.database.portalCustomer.updateMany(change);
    expect(await createPrismaPeopleStore(db.database).lookUp(tenantId, { phone }, 20)).toEqual([]);
  });

  it("reads names without marks that hide or reorder text", async () => {
    const tenantId = await addTenant(db.database);
    await addPerson(db.database, { tenantId, firstName: "\u202EAda", role: "AGENT", phone });
    const found = await createPrismaPeopleStore(db.database).lookUp(tenantId, { phone }, 20);
    expect(found).toMatchObject([{ firstName: "Ada" }]);
  });

  it("stores no phone number but in E.164", async () => {
    const tenantId = await addTenant(db.database);
    for (const wrong of ["030 123456", "+49 30 123456", "+0493012345", "+49", "", "+4930123456\n"])
      for (const role of ["AGENT", null] as const)
        await expect(
          addPerson(db.database, { tenantId, firstName: "Ada", role, phone: wrong }),
        ).rejects.toThrow(/_phone/u);
  });
});
