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

  it("keeps the id and name of a person who finished call-backs, if an invitation is revoked", async () => {
    const store = createPrismaAccountStore(db.database);
    const tenantId = await addTenant(db.database);
    const carl = await addPerson(db.database, { tenantId, firstName: "Carl", role: null });
    const ada = await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" });
    const { id } = await db.database.callback.create({
      data: {
        tenantId,
        status: "done",
        customerId: carl.supabaseUserId,
        customerName: "Carl",
        topic: "A bill",
        requestedAt: new Date(),
        claimedById: ada.supabaseUserId,
        claimedByName: "Ada",
        claimedAt: new Date(),
        doneAt: new Date(),
      },
    });
    const again = {
      firstName: "Ada",
      lastName: "Agent",
      email: "ada@acme.test",
      role: "AGENT",
    } as const;
    expect(await store.join(ada.supabaseUserId, again, tenantId, Date.now())).toBe(true);
    expect(await store.revoke(tenantId, ada.supabaseUserId, Date.now())).toBe(true);
    expect(await db.database.callback.findFirst({ where: { tenantId, id } })).toMatchObject({
      claimedById: ada.supabaseUserId,
      claimedByName: "Ada",
    });
    expect(await store.findMembership(ada.supabaseUserId)).toMatchObject({ isActive: false });
  });

  it("checks each table that names people for their history", async () => {
    // A table that is new here belongs in `hasHistory`, unless a row of it is the person.
    const rows = await db.database.$queryRaw<{ name: string }[]>`
      SELECT conname::text AS "name" FROM pg_catalog.pg_constraint
      WHERE contype = 'f' AND confrelid = '"Person"'::regclass AND confdeltype = 'r'`;
    expect(rows.map(({ name }) => name).toSorted()).toEqual([
      "CallOffer_person_fkey",
      "Callback_agent_fkey",
      "Callback_customer_fkey",
      "PortalCustomer_person_fkey",
      "User_person_fkey",
      "call_leg_person_fkey",
      "call_notes_updated_by_fkey",
      "recording_access_person_fkey",
      "recording_consent_person_fkey",
      "recording_pause_ended_by_fkey",
      "recording_pause_started_by_fkey",
    ]);
  });
});
