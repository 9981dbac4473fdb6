import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { prepareDatabase } from "../postgres/prepare-database.ts";
import { startPostgres, type Postgres } from "../postgres/start-postgres.ts";

const template = "prepared_template";

export type TestDatabase = {
  port: number;
  /** Unique name of this fresh database. */
  database: string;
  superuserUrl: string;
  /** As which migrations run: not a superuser, with the rights of a hosted project's `postgres`. */
  ownerUrl: string;
  /** Connection string of any role that can log in; give the password of roles that your migrations made. */
  url: (role: string, password?: string) => string;
  /** The server under it, shared by all databases of this process: for tests that stop it or look at its process. */
  server: Postgres;
  /** Drops the database. The server ends with the test process. */
  drop: () => Promise<void>;
};

let cluster: Promise<Postgres> | undefined;

/**
 * A fresh database that is prepared like a hosted Supabase project (roles, schemas auth and realtime, publications), in a
 * PostgreSQL that this process starts once, in a temporary folder. Roles and replication slots belong to the whole server.
 */
export async function startTestPostgres(): Promise<TestDatabase> {
  cluster ??= startCluster();
  const server = await cluster;
  const database = `test_${randomBytes(6).toString("hex")}`;
  await administer(server, `create database ${database} template ${template} owner postgres`);
  const url = (role: string, password?: string) => server.url(role, password === undefined ? { database } : { database, password });
  return {
    port: server.port,
    database,
    superuserUrl: url("supabase_admin"),
    ownerUrl: url("postgres"),
    url,
    server,
    drop: () => administer(server, `drop database if exists ${database} with (force)`),
  };
}

async function startCluster(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-test-postgres-"));
  await chmod(folder, 0o711); // PostgreSQL may run as another user
  const server = await startPostgres({ dataDir: join(folder, "data"), port: await freePort(), fast: true, log: () => undefined }).catch(
    async (cause: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw cause;
    },
  );
  cleanUpAfterThisProcess(server.pid, folder);
  await administer(server, `create database ${template}`);
  await prepareDatabase(server.url("supabase_admin", { database: template }));
  return server;
}

/**
 * Stops the server and removes its data when this process ends, however it ends (test runners kill their workers): the pipe
 * to this small shell closes then.
 */
function cleanUpAfterThisProcess(pid: number, folder: string): void {
  const script = 'cat; kill -QUIT "$1"; while [ -e "$2/data/postmaster.pid" ] && kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"';
  const shell = spawn("/bin/sh", ["-c", script, "sh", String(pid), folder], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  shell.unref();
  // the pipe alone must not keep the process up either
  if (shell.stdin instanceof Socket) shell.stdin.unref();
}

async function administer(server: Postgres, statement: string): Promise<void> {
  const client = new Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A port that the system calls free; PostgreSQL cannot choose its own. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((done, fail) => {
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? done(address.port) : fail(new Error("no free port"))));
    });
  });
}
