import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "../connection/database.ts";
import { excessRights } from "./role-check.ts";
import { startMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";

describe("rights that the server's role should not have", () => {
  let db: MigratedDatabase;
  beforeAll(async () => void (db = await startMigratedDatabase()));
  afterAll(() => db?.close());

  it("are none of the role that the migrations make", async () => {
    expect(await excessRights(db.database)).toEqual([]);
  });

  it("are named where somebody runs the server as a superuser", async () => {
    const database = createDatabase({ url: db.server.superuserUrl });
    expect(await excessRights(database)).toMatchObject([
      { right: "SUPERUSER" },
      { right: "BYPASSRLS" },
    ]);
    await database.$disconnect();
  });
});
