import { kill } from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "./database.ts";
import { startMigratedDatabase, type MigratedDatabase } from "./testing/migrated-database.ts";

describe("the connection pool", () => {
  let on: MigratedDatabase;
  let database: Database;

  beforeAll(async () => {
    on = await startMigratedDatabase();
    database = createDatabase({ url: on.url, poolSize: 1, statementTimeout: 500 });
  });
  afterAll(async () => {
    await database?.$disconnect();
    await on?.close();
  });

  const backend = async () => (await database.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]!.pid;

  it("gives up on a connection that stays open and says nothing, and makes a new one", async () => {
    const silent = await backend();
    kill(silent, "SIGSTOP");
    try {
      await expect(database.$queryRaw`SELECT 1`).rejects.toThrow(/query read timeout/iu);
      expect(await backend()).not.toBe(silent);
    } finally {
      kill(silent, "SIGCONT");
    }
  });
});
