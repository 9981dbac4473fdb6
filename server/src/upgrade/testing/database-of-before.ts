import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { recordedEventRows } from "@synapse-voice/contract/testing";
import { startTestPostgres, type Template } from "@synapse-voice/local/testing";
import { createDatabase, migrate } from "@synapse-voice/prisma";
import { migrationsFolder, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { recordedTables } from "./recording.ts";

const runtimePassword = "runtime-password";
/** The recorded version had the migrations before this one. */
const firstOfOurs = "20261128";

/** The rows of the version before legs, to which all migrations were applied. */
const before: Template = { name: "before_legs_template", prepare: loadAndMigrate };

async function loadAndMigrate({
  ownerUrl,
  superuserUrl,
}: Parameters<Template["prepare"]>[0]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-migrations-"));
  try {
    for (const name of await readdir(migrationsFolder))
      if (name < firstOfOurs || !/^\d/u.test(name))
        await cp(join(migrationsFolder, name), join(folder, name), { recursive: true });
    await migrate({ url: ownerUrl, folder, runtimePassword });
  } finally {
    await rm(folder, { recursive: true });
  }
  await load(superuserUrl, {
    ...recordedTables(),
    Tenant: (recordedTables().Tenant ?? []).map(showingAgents),
    call_events: recordedEventRows(),
  });
  await migrate({ url: ownerUrl, runtimePassword });
}

/** Makes a database with the rows of the version before legs, and with all migrations. */
export async function startDatabaseOfBefore(): Promise<MigratedDatabase> {
  const server = await startTestPostgres({ from: before, share: true });
  const url = server.url("synapse_server", runtimePassword);
  const database = createDatabase({ url });
  return {
    database,
    url,
    server,
    close: async () => {
      await database.$disconnect();
      await server.drop();
    },
  };
}

/**
 * Adds the choice that customers see all of agents. They did so then without it, and since the
 * migration to `customersSee` they see the first name by default.
 */
const showingAgents = (tenant: object): object => ({
  ...tenant,
  settings: { ...(tenant as { settings?: object }).settings, hideAgentEmails: false },
});

/** Writes rows unchanged: no trigger runs, and foreign keys are not checked. */
async function load(
  superuserUrl: string,
  tables: Readonly<Record<string, readonly object[]>>,
): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("SET session_replication_role = replica");
    for (const [table, rows] of Object.entries(tables))
      await client.query(
        `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1)`,
        [JSON.stringify(rows)],
      );
    await client.query(
      `SELECT setval('call_events_seq_seq', (SELECT max("seq") FROM "call_events"))`,
    );
  } finally {
    await client.end();
  }
}
