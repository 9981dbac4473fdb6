import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoPassword, demoPeople } from "./demo-people.ts";
import { seed, type SeedAccounts } from "./seed.ts";
import { startMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";

describe("the demo data", () => {
  let db: MigratedDatabase;
  let client: Client;
  const created = new Map<string, string>();
  const accounts: SeedAccounts = {
    createUser: async ({ id, email, password }) => {
      if (created.has(email)) return { error: { code: "email_exists", message: "exists" } };
      created.set(email, `${id} ${password}`);
      return { error: null };
    },
  };
  const run = (allowedOrigins: string[]) =>
    seed({
      database: client,
      accounts,
      allowedOrigins,
      now: new Date("2026-01-01T00:00:00.000Z"),
    });
  const counts = async () => [
    await db.database.tenant.count(),
    await db.database.person.count(),
    await db.database.user.count(),
    await db.database.portalCustomer.count(),
  ];

  beforeAll(async () => {
    db = await startMigratedDatabase();
    client = new Client({ connectionString: db.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await db?.close();
  });

  it("says which account could not be made", async () => {
    const broken: SeedAccounts = {
      createUser: async () => ({ error: { message: "no connection" } }),
    };
    await expect(
      seed({ database: client, accounts: broken, allowedOrigins: [], now: new Date() }),
    ).rejects.toThrow("demo account ada@acme.test: no connection");
  });

  it("is two tenants with seven people who can sign in", async () => {
    await run(["http://127.0.0.1:5174"]);
    expect(await counts()).toEqual([2, 7, 4, 3]);
    expect(created.get("ada@acme.test")).toBe(`${demoPeople.ada.supabaseUserId} ${demoPassword}`);
  });

  it("has phone numbers, one of them that of two agents", async () => {
    const { carl } = demoPeople;
    const of = { supabaseUserId: carl.supabaseUserId };
    expect(await db.database.portalCustomer.findUnique({ where: of })).toMatchObject({
      phone: "+493023125001",
    });
    expect(await db.database.user.count({ where: { phone: "+493023125100" } })).toBe(2);
  });

  it("keeps what people have changed when run again, and allows the pages of this start", async () => {
    await db.database.tenant.updateMany({
      data: { allowedOrigins: ["https://my-portal.example", "http://127.0.0.1:5174"] },
    });
    await db.database.user.update({
      where: { supabaseUserId: demoPeople.ada.supabaseUserId },
      data: { firstName: "Ada Maria" },
    });
    await run(["http://127.0.0.1:6174"]);
    expect(await counts()).toEqual([2, 7, 4, 3]);
    expect(
      await db.database.user.findUnique({
        where: { supabaseUserId: demoPeople.ada.supabaseUserId },
      }),
    ).toMatchObject({ firstName: "Ada Maria" });
    await run(["http://127.0.0.1:6174"]);
    const origins = (await db.database.tenant.findMany()).map((tenant) => tenant.allowedOrigins);
    const expected = [
      "https://my-portal.example",
      "http://127.0.0.1:5174",
      "http://127.0.0.1:6174",
    ];
    expect(origins).toEqual([expected, expected]);
  });
});
