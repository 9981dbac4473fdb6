import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { prepareDatabase } from "../postgres/prepare-database.ts";
import { connectionString, startPostgres, type Postgres } from "../postgres/start-postgres.ts";
import { waitFor } from "../processes/wait-for.ts";
import { freePort } from "./free-port.ts";

const template = "prepared_template";
/** Key of the lock that a process holds while it prepares a template. */
const templateLock = 72_707_370;
/** Set by {@link startSharedPostgres} for the processes of a test run. */
const sharedVariable = "SYNAPSE_TEST_POSTGRES";

/** A PostgreSQL server in which test databases are created. */
type Cluster = Pick<Postgres, "port" | "pid" | "superuserUrl" | "url">;

/** A database that others are copied from. `prepare` runs once per server. */
export interface Template {
  readonly name: string;
  readonly prepare: (
    urls: Readonly<Pick<TestDatabase, "ownerUrl" | "superuserUrl">>,
  ) => Promise<void>;
}

export type TestDatabase = {
  port: number;
  /** Unique name of this database. */
  database: string;
  superuserUrl: string;
  /**
   * Connection string for migrations. The role is no superuser. It has the rights of a hosted
   * project's `postgres`.
   */
  ownerUrl: string;
  /** Connection string of any role that can log in. Roles of your migrations need their password. */
  url: (role: string, password?: string) => string;
  /** The server, which all databases of this process share. For tests that inspect its process. */
  server: Cluster;
  /** Drops the database. The server ends with the test process, or with the run. */
  drop: () => Promise<void>;
};

let cluster: Promise<Cluster> | undefined;
let shared: Promise<Cluster> | undefined;

/**
 * Returns a fresh database, prepared like a hosted Supabase project: roles, schemas auth and
 * realtime, publications. By default, its server is started once per process, in a temporary
 * folder. Roles and replication slots belong to the whole server. With `share`, tests that use only
 * their own database share one server per test run.
 */
export async function startTestPostgres({
  from,
  share = false,
}: { from?: Template; share?: boolean } = {}): Promise<TestDatabase> {
  const server = await (share ? (shared ??= joinShared()) : ownCluster());
  if (from) await ensureTemplate(server, from);
  const database = `test_${randomBytes(6).toString("hex")}`;
  await administer(
    server,
    `create database ${database} template ${from?.name ?? template} owner postgres`,
  );
  const url = (role: string, password?: string) =>
    server.url(role, password === undefined ? { database } : { database, password });
  return {
    port: server.port,
    database,
    superuserUrl: url("supabase_admin"),
    ownerUrl: url("postgres"),
    url,
    server,
    drop: () => dropDatabase(server, database),
  };
}

/**
 * Starts the server that the processes of a test run share. Returns a function that stops it. It
 * ends with this process at the latest.
 */
export async function startSharedPostgres(): Promise<() => Promise<void>> {
  const { port, pid, superuserUrl, stop } = await startCluster();
  process.env[sharedVariable] = JSON.stringify({
    port,
    pid,
    password: decodeURIComponent(new URL(superuserUrl).password),
  });
  return stop;
}

/** Returns the server of this process. Another one is started if a test has killed it. */
async function ownCluster(): Promise<Cluster> {
  const running = (cluster ??= startCluster());
  if (isRunning((await running).pid)) return running;
  if (cluster === running) cluster = startCluster();
  return cluster;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function joinShared(): Promise<Cluster> {
  const serverJson = process.env[sharedVariable];
  if (serverJson === undefined) return ownCluster();
  const {
    port,
    pid,
    password: ownPassword,
  } = JSON.parse(serverJson) as { port: number; pid: number; password: string };
  const url: Cluster["url"] = (role, { database = "postgres", password = ownPassword } = {}) =>
    connectionString({ role, password, port, database });
  return { port, pid, url, superuserUrl: url("supabase_admin") };
}

/**
 * Creates a template unless it exists. One template is prepared at a time, because two processes
 * may need the same one, and because the migrations of two templates create the same roles.
 */
async function ensureTemplate(server: Cluster, { name, prepare }: Template): Promise<void> {
  await withClient(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [templateLock]);
    if ((await client.query("select from pg_database where datname = $1", [name])).rowCount !== 0)
      return;
    const draft = `${name}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft} template ${template} owner postgres`);
    await prepare({
      ownerUrl: server.url("postgres", { database: draft }),
      superuserUrl: server.url("supabase_admin", { database: draft }),
    });
    await client.query(`alter database ${draft} rename to ${name}`);
  });
}

async function startCluster(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-test-postgres-"));
  // PostgreSQL may run as another user.
  await chmod(folder, 0o711);
  const server = await startPostgres({
    dataDir: join(folder, "data"),
    port: await freePort(),
    fast: true,
    log: () => undefined,
  }).catch(async (cause: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  });
  cleanUpAfterThisProcess(server.pid, folder);
  await administer(server, `create database ${template}`);
  await prepareDatabase(server.url("supabase_admin", { database: template }));
  return server;
}

/**
 * Drops a database. PostgreSQL refuses that, also by force, while a replication slot is active. A
 * gateway's slot ends a little after the gateway has closed its connection.
 */
async function dropDatabase(server: Cluster, database: string): Promise<void> {
  await withClient(server, async (client) => {
    const active = "select from pg_replication_slots where database = $1 and active";
    await waitFor(
      `the end of the replication slots of ${database}`,
      async () => (await client.query(active, [database])).rowCount === 0,
    );
    await client.query(`drop database if exists ${database} with (force)`);
  });
}

/**
 * Stops the server and removes its data when this process ends, even if a test runner kills it:
 * this closes the pipe to a small shell.
 */
function cleanUpAfterThisProcess(pid: number, folder: string): void {
  const script = [
    'cat; kill -QUIT "$1"',
    'while [ -e "$2/data/postmaster.pid" ] && kill -0 "$1"; do sleep 0.1; done',
    'rm -rf "$2"',
  ].join("; ");
  const shell = spawn("/bin/sh", ["-c", script, "sh", String(pid), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.unref();
  // The pipe must not keep the process alive either.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
}

const administer = (server: Cluster, statement: string): Promise<void> =>
  withClient(server, async (client) => void (await client.query(statement)));

/** Runs work with a superuser's connection to the server. */
async function withClient(server: Cluster, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

// For tests that stop, restart or empty a server of their own.
export { stopServer } from "../postgres/running-server.ts";
export { startPostgres, type Postgres } from "../postgres/start-postgres.ts";
export { prepareDatabase } from "../postgres/prepare-database.ts";
