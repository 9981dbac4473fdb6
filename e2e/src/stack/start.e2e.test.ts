import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StackPorts, urlsOf } from "@synapse-voice/local";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePorts } from "../harness/stack/free-ports.ts";
import { NpmStart } from "./npm-start.ts";

describe.runIf(process.platform === "linux")("npm start", () => {
  let folder: string;
  let ports: StackPorts;
  const starts: NpmStart[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-start-"));
    await chmod(folder, 0o755);
    ports = await freePorts();
  });
  afterEach(async () => {
    const open = starts.splice(0);
    for (const start of open) if (!start.ended) await start.pressCtrlC();
    for (const start of open) await start.expectNoProcesses().finally(() => start.killAll());
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function npmStart(dataDir = join(folder, "data"), env?: NodeJS.ProcessEnv): NpmStart {
    const start = new NpmStart(ports, dataDir, env);
    starts.push(start);
    return start;
  }

  it("brings everything up, prints the addresses, refuses a second one, and Ctrl-C leaves no process", async () => {
    const start = npmStart();
    await start.ready();
    const urls = urlsOf(ports);
    for (const url of [urls.console, urls.portal, urls.crm]) {
      expect(start.output).toContain(url);
      const page = await fetch(url);
      expect([page.status, page.headers.get("content-type")]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
    }
    expect(start.output).toContain(urls.api);
    expect(start.output).toMatch(
      new RegExp(`npm run desktop.*SYNAPSE_CONSOLE_PORT=${ports.console}$`, "mu"),
    );
    expect((await fetch(`${urls.api}/readyz`)).status).toBe(200);

    const second = npmStart();
    expect(await second.end()).toBe(1);
    expect(second.output).toContain(`A stack already runs on ${start.dataDir}`);
    expect((await fetch(`${urls.api}/readyz`)).status).toBe(200);

    expect((await start.processes()).length).toBeGreaterThan(6);
    await start.pressCtrlC();
    expect(start.output).toContain("Stopping…");
    expect(await start.processes()).toEqual([]);
  });

  it("Ctrl-C while it still starts stops what had begun", async () => {
    const start = npmStart();
    await start.prints("✓ PostgreSQL");
    await start.pressCtrlC();
    expect(await start.processes()).toEqual([]);
    expect(start.output).not.toContain("is ready");
  });

  it.each([
    ["its supervisor", "stack/main.ts"],
    ["npm", "npm start"],
  ])("kill -9 of %s ends everything, and the next start works", async (_who, text) => {
    const start = npmStart();
    await start.ready();
    process.kill(await start.pidOf(text), "SIGKILL");
    await start.expectNoProcesses(25_000);
    expect(start.ended).toBe(true);
  });

  it("starts PostgreSQL, LiveKit and the server again when they are killed", async () => {
    const start = npmStart();
    await start.ready();
    for (const [name, text] of [
      ["postgres", "bin/postgres"],
      ["livekit", "livekit-server"],
      ["server", "server/src/main.ts"],
    ] as const) {
      process.kill(await start.pidOf(text), "SIGKILL");
      await start.prints(`${name} is back`);
    }
    await expect
      .poll(async () => (await fetch(`${urlsOf(ports).api}/readyz`)).status, { timeout: 10_000 })
      .toBe(200);
  });

  it("starts after a kill -9 of everything at once", async () => {
    const killed = npmStart();
    await killed.ready();
    // PostgreSQL's workers end with their parent. Killed alone, they would count as a crash of the
    // database.
    await killed.killAll(({ command }) => !command.startsWith("postgres:"));
    const start = npmStart();
    await start.ready();
    expect(start.ended).toBe(false);
  });

  it("names a port that is in use, and the setting that moves it", async () => {
    const holder = createServer().listen(ports.server, "127.0.0.1");
    await once(holder, "listening");
    const start = npmStart();
    expect(await start.end()).toBe(1);
    expect(start.output).toContain(`Port ${ports.server} for the server is in use`);
    expect(start.output).toContain("SYNAPSE_SERVER_PORT");
    await new Promise((resolve) => holder.close(resolve));
  });

  it("says so when the data folder is of another version", async () => {
    const dataDir = join(folder, "old");
    await mkdir(join(dataDir, "postgres"), { recursive: true });
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "14\n");
    const start = npmStart(dataDir);
    expect(await start.end()).toBe(1);
    expect(start.output).toMatch(/PostgreSQL 14[\s\S]*SYNAPSE_DATA_DIR/u);
  });
});
