import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { soon } from "../testing/soon.ts";
import { startPostgres, type Postgres } from "./start-postgres.ts";

describe("the embedded PostgreSQL", () => {
  let folder: string;
  let dataDir: string;
  let port: number;
  const running = new Set<Postgres>();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-postgres-"));
    await chmod(folder, 0o711);
    dataDir = join(folder, "pg", "data");
    port = await freePort();
  });
  afterEach(async () => {
    for (const server of running) await server.stop();
    running.clear();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Postgres> {
    const server = await startPostgres({ dataDir, port, fast: true, log: () => undefined });
    running.add(server);
    return server;
  }

  async function query(url: string, sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client
      .query(sql)
      .then((result) => result.rows)
      .finally(() => client.end());
  }

  /** Starts another process, which starts the server and then runs the code. */
  function launchStack(thenDo: string): ChildProcessByStdio<null, Readable, null> {
    const module = JSON.stringify(new URL("start-postgres.ts", import.meta.url).href);
    const code = `import { startPostgres } from ${module};
      const options = { dataDir: process.argv[1], port: ${port}, fast: true, log: () => {} };
      const server = await startPostgres(options);
      ${thenDo}`;
    return spawn(process.execPath, ["--input-type=module", "-e", code, dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  it("finds its data at the second start", async () => {
    const first = await start();
    await query(first.superuserUrl, "create table kept (n int); insert into kept values (7)");
    await first.stop();
    const second = await start();
    expect(await query(second.superuserUrl, "select n from kept")).toEqual([{ n: 7 }]);
  });

  it("decodes its log logically, listens on the loopback address only, and wants a password", async () => {
    const server = await start();
    expect(
      await query(
        server.superuserUrl,
        "select current_setting('wal_level') as wal, current_setting('listen_addresses') as listen",
      ),
    ).toEqual([{ wal: "logical", listen: "127.0.0.1" }]);
    await expect(
      query(server.url("supabase_admin", { password: "wrong" }), "select 1"),
    ).rejects.toThrow("password authentication failed");
  });

  it("starts after it was killed", async () => {
    const first = await start();
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start();
    expect(await query(second.superuserUrl, "select 1 as up")).toEqual([{ up: 1 }]);
  });

  it("starts although the pid of a dead server now belongs to another program", async () => {
    await (await start()).stop();
    await writeFile(
      join(dataDir, "postmaster.pid"),
      `${process.pid}\n${dataDir}\n1\n${port}\n\n127.0.0.1\n`,
    );
    const server = await start();
    expect(server.pid).not.toBe(process.pid);
  });

  it("replaces a server that outlived a killed stack", async () => {
    const stack = launchStack("console.log(server.pid)");
    const [printed] = (await once(stack.stdout, "data")) as [Buffer];
    stack.kill("SIGKILL");
    await once(stack, "exit");
    const orphan = Number(printed.toString());
    expect(() => process.kill(orphan, 0)).not.toThrow();
    const server = await start();
    expect(server.pid).not.toBe(orphan);
    expect(await readFile(join(dataDir, "postmaster.pid"), "utf8")).toMatch(
      new RegExp(`^${server.pid}\n`),
    );
  });

  it("leaves the server of a running stack alone", async () => {
    const stack = launchStack(
      'console.log("up"); process.on("SIGTERM", () => server.stop().then(() => process.exit(0)));',
    );
    await once(stack.stdout, "data");
    await expect(start()).rejects.toThrow(
      `already running from ${dataDir}: the stack that process ${stack.pid} started is still up`,
    );
    stack.kill("SIGTERM");
    await once(stack, "exit");
  });

  it("waits for a port that is given back in a moment", async () => {
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    setTimeout(() => other.close(), 600);
    const server = await start();
    expect(await query(server.superuserUrl, "select 1 as up")).toEqual([{ up: 1 }]);
  });

  it("names the port that is in use and the setting that changes it", async () => {
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    await expect(start()).rejects.toThrow(
      `Port ${port} for PostgreSQL is in use. Stop what uses it, or set SYNAPSE_PG_PORT`,
    );
    other.close();
  });

  it("refuses a data folder of another version, names it and says what to do", async () => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, "PG_VERSION"), "16\n");
    await expect(start()).rejects.toThrow(
      `The data folder ${dataDir} was made by PostgreSQL 16, and this is PostgreSQL 18. ` +
        "Move it away or delete it",
    );
  });

  it("refuses a folder with something else in it", async () => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, "holiday.jpg"), "");
    await expect(start()).rejects.toThrow("is not a PostgreSQL data folder");
  });

  it("starts over where an earlier start was killed while it made the data folder", async () => {
    const killed = launchStack("");
    const madeFiles = async () =>
      (await readdir(join(folder, "pg"), { recursive: true }).catch(() => [])).filter((name) =>
        name.includes("pg_wal"),
      );
    await expect.poll(madeFiles, soon).not.toEqual([]);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const server = await start();
    expect(await query(server.superuserUrl, "select 1 as up")).toEqual([{ up: 1 }]);
    await expect.poll(() => readdir(join(folder, "pg")), soon).toEqual(["data"]);
  });

  it.runIf(process.getuid?.() === 0)(
    "runs for root in a folder that is root's alone, or names it where this system cannot hand on the right to pass",
    async () => {
      await mkdir(join(folder, "pg"));
      await chmod(folder, 0o700);
      const outcome = await start().then(
        ({ superuserUrl }) => query(superuserUrl, "select 1 as n"),
        (error: Error) => error.message,
      );
      const refusal = expect.stringContaining(
        `may not enter ${folder} and so cannot reach ${dataDir}`,
      );
      expect([[{ n: 1 }], refusal]).toContainEqual(outcome);
    },
  );

  it("keeps its password in the data folder, closed to others", async () => {
    const first = await start();
    const file = join(dataDir, "synapse-password");
    expect(first.superuserUrl).toContain(await readFile(file, "utf8"));
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(dataDir)).mode & 0o077).toBe(0);
  });
});
