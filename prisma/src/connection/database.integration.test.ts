import { kill } from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "./database.ts";
import { startMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";

describe("the connection pool", () => {
  let on: MigratedDatabase;
  let database: Database;

  beforeAll(async () => {
    on = await startMigratedDatabase();
    database = createDatabase({ url: on.url, poolSize: 1, statementTimeoutMs: 500 });
  });
  afterAll(async () => {
    await database?.$disconnect();
    await on?.close();
  });

  const backend = async () =>
    (await database.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]!.pid;

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

  it("keeps no lock of a server that was cut off in the middle of a transaction", async () => {
    const cutOff = createDatabase({ url: on.url, poolSize: 1, statementTimeoutMs: 500 });
    const isFree = async () =>
      (await database.$queryRaw<{ free: boolean }[]>`SELECT pg_try_advisory_lock(7) AS free`)[0]!
        .free;
    let freed = false;
    const silent = cutOff.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(7)`;
        expect(await isFree()).toBe(false);
        await expect.poll(isFree, { timeout: 20_000 }).toBe(true);
        freed = true;
      },
      { timeout: 60_000 },
    );
    await expect(silent).rejects.toThrow(/not queryable|terminat/iu);
    expect(freed).toBe(true);
    await cutOff.$disconnect();
  }, 30_000);
});
