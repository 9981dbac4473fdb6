import { randomUUID } from "node:crypto";
import path from "node:path";
import { Client, escapeLiteral } from "pg";
import { readMigrations, type Migration } from "./migration-files.ts";
import { scramVerifier } from "./scram.ts";

/** The role with which the server connects. The migrations create it. */
export const runtimeRole = "synapse_server";

export interface MigrateOptions {
  /**
   * Connection string of the owner (`postgres` in a hosted project). It must be a direct
   * connection, because a transaction pooler can't hold the lock.
   */
  readonly url: string;
  /** Password of the runtime role. If it is left out, the role stays unchanged. */
  readonly runtimePassword?: string | undefined;
  readonly log?: (line: string) => void;
  /** Prisma's folder of migrations. By default, the product's own. */
  readonly folder?: string;
}

/** Stops the migrations. The message says what an operator has to look at. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

// `prisma migrate deploy` uses the same key, so that the two never run at the same time.
const lockKey = 72_707_369;

const createTable = `
  CREATE TABLE IF NOT EXISTS public._prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

interface Row {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Applies the missing migrations, each in its own transaction. A lock allows one runner at a time.
 * Returns the names of the applied migrations.
 */
export async function migrate({
  url,
  runtimePassword,
  log = () => undefined,
  folder = path.join(import.meta.dirname, "..", "..", "migrations"),
}: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client({
    connectionString: url,
    application_name: "synapse-voice migrate",
    options: "-c client_min_messages=warning",
  });
  // A statement rejects if the connection is lost. Without this listener the process would end.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await lock(client);
    await client.query(createTable);
    const pending = await findPending(client, migrations, log);
    for (const migration of pending) {
      await apply(client, migration);
      log(`migration ${migration.name} applied`);
    }
    if (pending.length === 0) log("database is up to date");
    if (runtimePassword)
      await client.query(
        `ALTER ROLE ${runtimeRole} LOGIN PASSWORD ${escapeLiteral(scramVerifier(runtimePassword))}`,
      );
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function lock(client: Client): Promise<void> {
  await client.query("SET lock_timeout = '60s'");
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
  } catch (error) {
    throw new MigrationError("another migration has been running for a minute; look at it first", {
      cause: error,
    });
  }
}

async function findPending(
  client: Client,
  migrations: readonly Migration[],
  log: (line: string) => void,
): Promise<Migration[]> {
  const { rows } = await client.query<Row>(
    `SELECT migration_name, checksum, finished_at
     FROM public._prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  for (const row of rows) {
    if (row.finished_at === null)
      throw new MigrationError(
        `migration ${row.migration_name} failed before: ` +
          `repair it, then mark it with "prisma migrate resolve"`,
      );
    if (!migrations.some((migration) => migration.name === row.migration_name))
      log(`the database has a migration that this version does not know: ${row.migration_name}`);
  }
  return migrations.filter((migration) => {
    const row = applied.get(migration.name);
    if (row && row.checksum !== migration.checksum)
      throw new MigrationError(`migration ${migration.name} was changed after it had been applied`);
    return !row;
  });
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO public._prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    // Without a connection there is nothing to roll back.
    await client.query("ROLLBACK").catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      `migration ${migration.name} failed, nothing of it was kept: ${reason}`,
      { cause: error },
    );
  }
}
