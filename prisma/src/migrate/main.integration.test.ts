import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { startTestPostgres, type TestDatabase } from "@synapse-voice/local/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [path.join(import.meta.dirname, "main.ts")], {
    env: { PATH: process.env.PATH, ...env },
  });

describe("npm run migrate", () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await startTestPostgres();
  });
  afterAll(() => db?.drop());

  it("applies the migrations and gives the runtime role the password of DATABASE_URL", async () => {
    const url = db.url("synapse_server", "p@ss/word:%");
    const { stdout } = await run({ MIGRATE_DATABASE_URL: db.ownerUrl, DATABASE_URL: url });
    expect(stdout).toContain("migration 20261122120000_calls applied");
    const client = new Client({ connectionString: url });
    await client.connect();
    expect((await client.query("SELECT current_user AS name")).rows).toEqual([
      { name: "synapse_server" },
    ]);
    await client.end();
    expect((await run({ MIGRATE_DATABASE_URL: db.ownerUrl })).stdout).toContain(
      "database is up to date",
    );
  });

  it("names the setting that is missing", async () => {
    await expect(run({})).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("MIGRATE_DATABASE_URL is not set"),
    });
  });

  it("says what is wrong in a line, without the password", async () => {
    const failed = await run({
      MIGRATE_DATABASE_URL: "postgresql://postgres:hunter2@127.0.0.1:9/postgres",
    }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("ECONNREFUSED") });
    expect(failed).toMatchObject({ stderr: expect.not.stringContaining("hunter2") });
  });
});
