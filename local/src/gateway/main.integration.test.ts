import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@supabase/supabase-js";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { soon } from "../testing/soon.ts";
import { prepareDatabase } from "../postgres/prepare-database.ts";
import { startPostgres, type Postgres } from "../postgres/start-postgres.ts";
import { freePort } from "../testing/free-port.ts";

describe("the gateway as a process of its own", () => {
  let folder: string;
  let postgres: Postgres;
  let gateway: ChildProcess | undefined;
  let pgPort: number;
  let port: number;
  let output = "";

  const startDatabase = async () => {
    postgres = await startPostgres({
      dataDir: join(folder, "data"),
      port: pgPort,
      fast: true,
      log: () => undefined,
    });
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-gateway-"));
    await chmod(folder, 0o711);
    [pgPort, port] = [await freePort(), await freePort()];
    output = "";
    await startDatabase();
    await prepareDatabase(postgres.superuserUrl);
  });
  afterEach(async () => {
    gateway?.kill("SIGKILL");
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function launch(env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return child;
  }

  async function startProcess(): Promise<void> {
    output = "";
    gateway = launch({
      GATEWAY_DATABASE_URL: postgres.superuserUrl,
      SYNAPSE_GATEWAY_PORT: String(port),
    });
    await expect.poll(() => output, soon).toContain(`gateway listens on http://127.0.0.1:${port}`);
  }

  async function send(n: number): Promise<void> {
    const owner = new Client({ connectionString: postgres.url("postgres") });
    await owner.connect();
    await owner.query("select realtime.send($1::jsonb, 'call', 'news', false)", [
      JSON.stringify({ n }),
    ]);
    await owner.end();
  }

  it("comes back from kill -9, its own and PostgreSQL's, and clients with it", async () => {
    await startProcess();
    const client = createClient(`http://127.0.0.1:${port}`, "sb_publishable_local", {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    await client.auth.signUp({ email: "ada@example.test", password: "correct horse" });
    const received: unknown[] = [];
    const states: string[] = [];
    client
      .channel("news")
      .on("broadcast", { event: "call" }, ({ payload }) =>
        received.push((payload as { n: number }).n),
      )
      .subscribe((state) => states.push(state));
    await expect.poll(() => states.at(-1), soon).toBe("SUBSCRIBED");
    await send(1);
    await expect.poll(() => received, soon).toEqual([1]);

    gateway?.kill("SIGKILL");
    await expect.poll(() => states.at(-1), soon).toBe("CHANNEL_ERROR");
    await startProcess();
    await expect.poll(() => states.at(-1), soon).toBe("SUBSCRIBED");
    expect((await client.auth.getUser()).error).toBeNull();
    await send(2);
    await expect.poll(() => received, soon).toEqual([1, 2]);

    process.kill(postgres.pid, "SIGKILL");
    await postgres.exited;
    await expect.poll(() => states.at(-1), soon).toBe("CHANNEL_ERROR");
    expect((await client.auth.getUser()).error).toMatchObject({ status: 503 });
    await startDatabase();
    await expect.poll(() => states.at(-1), soon).toBe("SUBSCRIBED");
    expect((await client.auth.getUser()).error).toBeNull();
    await send(3);
    await expect.poll(() => received, soon).toEqual([1, 2, 3]);
    await client.realtime.disconnect();
  }, 180_000);

  it("lets PostgreSQL stop at once, and stops itself when asked to", async () => {
    await startProcess();
    const began = performance.now();
    await postgres.stop();
    expect(performance.now() - began).toBeLessThan(5000);
    gateway?.kill("SIGTERM");
    expect(await once(gateway!, "exit")).toEqual([0, null]);
  });

  it("answers 503 until it is ready, to handshakes too", async () => {
    const owner = new Client({ connectionString: postgres.superuserUrl });
    await owner.connect();
    // The gateway takes the same lock while it starts.
    await owner.query("select pg_advisory_lock(hashtext('realtime.maintain_partitions'))");
    const started = startProcess();
    const status = async (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve) => {
        get({ port, host: "127.0.0.1", path: "/realtime/v1/websocket", headers, timeout: 1_000 })
          .on("response", (response) => resolve(response.resume().statusCode))
          .on("timeout", () => resolve(undefined))
          .on("error", () => resolve(undefined));
      });
    await expect.poll(() => status({}), soon).toBe(503);
    const handshake = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Version": "13",
    };
    expect(await status(handshake)).toBe(503);
    await owner.end();
    await started;
  });

  it("names the setting that is missing, and the port that is in use", async () => {
    const withoutSettings = launch({});
    expect(await once(withoutSettings, "exit")).toEqual([1, null]);
    expect(output).toContain("GATEWAY_DATABASE_URL");
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    const withoutPort = launch({
      GATEWAY_DATABASE_URL: postgres.superuserUrl,
      SYNAPSE_GATEWAY_PORT: String(port),
    });
    expect(await once(withoutPort, "exit")).toEqual([1, null]);
    expect(output).toContain(
      `Port ${port} for the Supabase gateway is in use. ` +
        "Stop what uses it, or set SYNAPSE_GATEWAY_PORT",
    );
    other.close();
  });
});
