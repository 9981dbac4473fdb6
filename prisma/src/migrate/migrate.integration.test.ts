import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTestPostgres, type TestDatabase } from "@synapse-voice/local/testing";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "../connection/database.ts";
import { readMigrations } from "./migration-files.ts";
import { migrate } from "./migrate.ts";
import { checkRealtimeSetup } from "../checks/realtime-setup.ts";
import { addPerson, addTenant } from "../testing/migrated-database.ts";

const product = path.join(import.meta.dirname, "..", "..", "migrations");
const names = (await readMigrations(product)).map((migration) => migration.name);

/** Writes one event of a new call, so that its triggers run. */
async function writeEvent(database: Database): Promise<void> {
  const at = new Date("2026-03-01T10:00:00.000Z");
  const tenantId = await addTenant(database);
  const { supabaseUserId } = await addPerson(database, {
    tenantId,
    firstName: "Ada",
    role: "AGENT",
  });
  const call = {
    tenantId,
    roomName: "call-1",
    status: "QUEUED",
    placedAt: at,
    startedAt: at,
    deadlineAt: at,
  } as const;
  const { id } = await database.callLog.create({ data: call });
  await database.callEvent.create({
    data: {
      supabaseUserId,
      callId: id,
      version: 1,
      type: "call_queued",
      payload: {},
      createdAt: at,
    },
  });
}

describe("the migration runner", () => {
  let db: TestDatabase;
  let owner: Client;
  let folder: string;
  const run = () => migrate({ url: db.ownerUrl, folder, runtimePassword: "runtime-password" });

  beforeEach(async () => {
    db = await startTestPostgres();
    owner = new Client({ connectionString: db.ownerUrl });
    await owner.connect();
    folder = await mkdtemp(path.join(tmpdir(), "synapse-migrations-"));
    await cp(product, folder, { recursive: true });
  });
  afterEach(async () => {
    await owner.end();
    await db.drop();
    await rm(folder, { recursive: true });
  });

  const add = async (name: string, sql: string): Promise<void> => {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "migration.sql"), sql);
  };

  it("applies everything in order, and nothing the second time", async () => {
    expect(await run()).toEqual(names);
    expect(await run()).toEqual([]);
  });

  it("keeps Prisma's books: one finished row for each, with the file's checksum", async () => {
    await run();
    const { rows } = await owner.query(
      "SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count, rolled_back_at FROM _prisma_migrations ORDER BY migration_name",
    );
    expect(rows).toHaveLength(names.length);
    for (const row of rows)
      expect(row).toMatchObject({
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/u),
        finished: true,
        applied_steps_count: 1,
        rolled_back_at: null,
      });
  });

  it("refuses a migration that was edited after it had been applied", async () => {
    await run();
    await appendFile(
      path.join(folder, "20261122120000_calls", "migration.sql"),
      "-- later thoughts\n",
    );
    await expect(run()).rejects.toThrow(
      "migration 20261122120000_calls was changed after it had been applied",
    );
  });

  it("keeps nothing of a migration that fails, and goes on once it is repaired", async () => {
    await add("20270101000000_broken", 'CREATE TABLE "Half" (id int); SELECT 1 / 0;');
    await expect(run()).rejects.toThrow(
      "migration 20270101000000_broken failed, nothing of it was kept: division by zero",
    );
    expect((await owner.query("SELECT to_regclass('public.\"Half\"') AS half")).rows).toEqual([
      { half: null },
    ]);
    await writeFile(path.join(folder, "20270101000000_broken", "migration.sql"), "SELECT 1;");
    expect(await run()).toEqual(["20270101000000_broken"]);
  });

  it("names the migration during which the database went away", async () => {
    await add("20270101000000_last", "SELECT pg_terminate_backend(pg_backend_pid());");
    await expect(run()).rejects.toThrow("migration 20270101000000_last failed");
    expect((await owner.query("SELECT count(*)::int AS n FROM _prisma_migrations")).rows).toEqual([
      { n: names.length },
    ]);
  });

  it("stops at a migration that another tool left unfinished", async () => {
    await run();
    await owner.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '20270101000000_elsewhere')",
    );
    await expect(run()).rejects.toThrow("migration 20270101000000_elsewhere failed before");
  });

  it("lets two runners at once apply everything only once", async () => {
    const applied = await Promise.all([run(), run()]);
    expect(applied.map((names) => names.length).sort()).toEqual([0, names.length]);
  });

  it("gives the runtime role a password with which it can sign in and see no other's table", async () => {
    await run();
    const server = new Client({ connectionString: db.url("synapse_server", "runtime-password") });
    await server.connect();
    expect((await server.query('SELECT count(*)::int AS n FROM "Tenant"')).rows).toEqual([
      { n: 0 },
    ]);
    await expect(server.query("SELECT * FROM _prisma_migrations")).rejects.toThrow(
      "permission denied",
    );
    await expect(server.query("CREATE TABLE mine (id int)")).rejects.toThrow("permission denied");
    await server.end();
  });

  it("names what live events lack, and nothing when all is there", async () => {
    await run();
    const database = createDatabase({ url: db.url("synapse_server", "runtime-password") });
    expect(await checkRealtimeSetup(database)).toEqual([]);
    await owner.query(
      "ALTER PUBLICATION supabase_realtime DROP TABLE call_events; ALTER TABLE call_events DISABLE TRIGGER call_events_publish; DROP POLICY synapse_voice_own_call_events ON realtime.messages",
    );
    expect((await checkRealtimeSetup(database)).map((missing) => missing.what)).toEqual([
      "trigger call_events_publish on call_events",
      "call_events in publication supabase_realtime",
      "policy synapse_voice_own_call_events on realtime.messages",
    ]);
    await database.$disconnect();
  });

  it("gives the SQL for what can be made up for, as where Realtime was enabled after the migrations", async () => {
    await run();
    const database = createDatabase({ url: db.url("synapse_server", "runtime-password") });
    const policies =
      "SELECT tablename, policyname, cmd, roles::text, qual FROM pg_policies WHERE policyname IN ($1, $2) ORDER BY policyname";
    const names = ["own_events", "synapse_voice_own_call_events"];
    const made = (await owner.query(policies, names)).rows;
    await owner.query(
      "ALTER PUBLICATION supabase_realtime DROP TABLE call_events; ALTER TABLE call_events REPLICA IDENTITY DEFAULT; DROP POLICY own_events ON call_events; DROP POLICY synapse_voice_own_call_events ON realtime.messages",
    );
    const missing = await checkRealtimeSetup(database);
    expect(missing).toHaveLength(4);
    for (const { fix } of missing) await owner.query(fix);
    expect(await checkRealtimeSetup(database)).toEqual([]);
    expect((await owner.query(policies, names)).rows).toEqual(made);
    await database.$disconnect();
  });

  it("works on a PostgreSQL that is no Supabase project", async () => {
    const client = new Client({ connectionString: db.superuserUrl });
    await client.connect();
    await client.query(
      "DROP SCHEMA realtime CASCADE; DROP SCHEMA auth CASCADE; DROP PUBLICATION supabase_realtime",
    );
    await client.end();
    expect(await run()).toHaveLength(names.length);
    const database = createDatabase({ url: db.url("synapse_server", "runtime-password") });
    expect((await checkRealtimeSetup(database)).map((missing) => missing.what)).toEqual([
      "function realtime.send",
      "policy synapse_voice_own_call_events on realtime.messages",
    ]);
    await expect(writeEvent(database)).resolves.toBeUndefined();
    await database.$disconnect();
  });
});
