import { spawn, type ChildProcess } from "node:child_process";
import { chmod } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isPortFree } from "../ports/is-port-free.ts";
import { findBinaries } from "./binaries.ts";
import { ensureDataFolder, readPassword, superuser } from "./data-folder.ts";
import { clearLeftovers, recordOwner, stopServer } from "./running-server.ts";
import { commandAs, findServerUser, withAccessTo, type ServerUser } from "./system-user.ts";

export type PostgresOptions = {
  dataDir: string;
  port: number;
  log: (line: string) => void;
  /** For tests: nothing is flushed to disk, so a crash of the machine loses data. */
  fast?: boolean;
};

export type Postgres = {
  port: number;
  pid: number;
  superuserUrl: string;
  /**
   * Connection string of a role. Roles that `prepareDatabase` creates have the superuser's
   * password.
   */
  url: (role: string, options?: { database?: string; password?: string }) => string;
  /** Resolves when the server process has ended, for whatever reason. */
  exited: Promise<void>;
  stop: () => Promise<void>;
};

/** Starts the embedded PostgreSQL on 127.0.0.1. Creates its data folder if there is none. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const { port, log, fast = false } = options;
  const binaries = await findBinaries();
  const user = await withAccessTo(await findServerUser(), [
    { path: binaries.postgres },
    { path: dataDir, setting: "SYNAPSE_DATA_DIR" },
  ]);
  await Promise.all([chmod(binaries.postgres, 0o755), chmod(binaries.initdb, 0o755)]).catch(
    () => undefined,
  );
  await ensureDataFolder({ dataDir, initdb: binaries.initdb, user, fast });
  const localPassword = await readPassword(dataDir);
  await clearLeftovers(dataDir, log);
  await assertPortFree(port);
  const child = await launchUntilReady(
    () => launch(binaries.postgres, { ...options, dataDir }, user),
    log,
  );
  const pid = child.pid ?? 0;
  await recordOwner(dataDir);
  const exited = new Promise<void>((done) =>
    (child.exitCode ?? child.signalCode) === null ? void child.once("exit", () => done()) : done(),
  );
  const url: Postgres["url"] = (role, { database = "postgres", password = localPassword } = {}) =>
    connectionString({ role, password, port, database });
  const stop = async () => {
    if ((child.exitCode ?? child.signalCode) === null) await stopServer(pid);
    await exited;
  };
  return { port, pid, superuserUrl: url(superuser), url, exited, stop };
}

/** Returns the connection string of a role for a database of the embedded PostgreSQL. */
export const connectionString = ({
  role,
  password,
  port,
  database,
}: {
  role: string;
  password: string;
  port: number;
  database: string;
}): string => `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

/** Waits for a port, since a part of a killed server may hold it for a moment. */
async function assertPortFree(port: number): Promise<void> {
  for (let attempt = 1; !(await isPortFree(port, "tcp")); attempt += 1) {
    if (attempt === 8)
      throw new Error(
        `Port ${port} for PostgreSQL is in use. ` +
          "Stop what uses it, or set SYNAPSE_PG_PORT to another port.",
      );
    await sleep(250);
  }
}

function launch(
  binary: string,
  { dataDir, port, fast }: PostgresOptions,
  user: ServerUser,
): ChildProcess {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "wal_level=logical",
    "max_connections=200",
    "max_wal_senders=20",
    "max_replication_slots=20",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_line_prefix=",
    // Commits stay synchronous. Replication sends a commit once it is written, and asynchronous
    // ones are written only after up to 200 ms.
    ...(fast ? ["fsync=off", "full_page_writes=off"] : []),
  ].flatMap((setting) => ["-c", setting]);
  // It has its own process group, so that Ctrl-C does not stop it before the processes that use it.
  const command = commandAs(user, binary, ["-D", dataDir, "-p", String(port), ...settings]);
  return spawn(command.file, command.args, {
    ...command.options,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
}

/**
 * Starts the server again while backends of a killed one still hold its shared memory, which takes
 * a moment.
 */
async function launchUntilReady(
  start: () => ChildProcess,
  log: (line: string) => void,
): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const child = start();
    const failure = await readyOrFailure(child, log);
    if (failure === undefined) return child;
    if (attempt === 20 || !failure.includes("pre-existing shared memory block"))
      throw new Error(`PostgreSQL did not start:\n${failure}`);
    await sleep(250);
  }
}

function readyOrFailure(
  child: ChildProcess,
  log: (line: string) => void,
): Promise<string | undefined> {
  let output = "";
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", () => done(output));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      if (output.length < 20_000) output += chunk;
      for (const line of chunk.split("\n")) if (line !== "") log(line);
      if (output.includes("ready to accept connections")) done(undefined);
    });
  });
}
