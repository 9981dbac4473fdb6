import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Part, type PartSpec } from "./stack-process.ts";
import { checkPortsFree } from "../stack/ports.ts";
import { identityOf } from "./process-identity.ts";
import { endLeftovers, recordProcess, recordedProcess } from "./process-records.ts";
import { settingsFromEnv } from "../settings/settings.ts";
import { takeLock } from "../stack/stack-lock.ts";
import { waitFor } from "./wait-for.ts";

let dataDir: string;
const lines: string[] = [];
const running: Part[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "synapse-part-"));
  lines.length = 0;
});

afterEach(async () => {
  for (const part of running.splice(0)) await part.stop();
  await rm(dataDir, { recursive: true });
});

const alive = async (pid: number) => (await identityOf(pid)) !== undefined;

async function partOf(code: string, more: Partial<PartSpec> = {}): Promise<Part> {
  const script = join(dataDir, "part.mjs");
  await writeFile(script, code);
  const spec = {
    name: "fake",
    script,
    env: async () => ({}),
    readyTimeoutMs: 10_000,
    stopTimeoutMs: 2_000,
    ...more,
  };
  const part = new Part(spec, { dataDir, say: (line) => lines.push(line) });
  running.push(part);
  return part;
}

const lives = `process.send({ type: "ready" }); setInterval(() => {}, 1000);`;

describe("a part of the stack", () => {
  it("is started again when it is killed, with a line that says so", async () => {
    const part = await partOf(lives);
    await part.start();
    const [first] = part.pids;
    part.signal("SIGKILL");
    await waitFor("another process", () => part.pids[0] !== undefined && part.pids[0] !== first);
    await waitFor("the line", () => lines.some((line) => line.startsWith("fake is back")));
    expect(lines[0]).toBe("fake ended unexpectedly (SIGKILL); starting it again");
  });

  it("stays stopped when it was stopped", async () => {
    const part = await partOf(lives);
    await part.start();
    const [pid = 0] = part.pids;
    await part.stop();
    expect(await alive(pid)).toBe(false);
    expect(part.pids).toEqual([]);
    expect(lines).toEqual([]);
  });

  it("is not started twice when it is stopped and started while a restart is under way", async () => {
    const part = await partOf(lives);
    await part.start();
    part.signal("SIGKILL");
    await waitFor("the restart to begin", () => lines.length > 0);
    await part.stop();
    await part.start();
    const { pids } = part;
    await part.stop();
    expect(pids).toHaveLength(1);
    expect(lines).toEqual(["fake ended unexpectedly (SIGKILL); starting it again"]);
    expect(await alive(pids[0] ?? 0)).toBe(false);
  });

  it("that ignores SIGTERM is killed after its time", async () => {
    const part = await partOf(`process.on("SIGTERM", () => {}); ${lives}`, { stopTimeoutMs: 200 });
    await part.start();
    const [pid = 0] = part.pids;
    await part.stop();
    expect(await alive(pid)).toBe(false);
  });

  it("that can't start says why", async () => {
    const part = await partOf(
      `process.send({ type: "failed", reason: "the port is in use" }, () => process.exit(1));`,
    );
    await expect(part.start()).rejects.toThrow("the port is in use");
  });

  it("that breaks before it is ready shows the end of its log", async () => {
    const part = await partOf(`throw new Error("no such setting");`);
    await expect(part.start()).rejects.toThrow(/exit code 1[\s\S]*no such setting/u);
  });

  it("ends by itself when its supervisor is killed", async () => {
    const script = join(dataDir, "child.mjs");
    await writeFile(script, `console.log(process.pid); setInterval(() => {}, 1000);`);
    const lifeline = new URL("lifeline.ts", import.meta.url).pathname;
    const supervisor = `
      const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, ["--import", ${JSON.stringify(lifeline)}, ${JSON.stringify(script)}], { stdio: ["ignore", "inherit", "inherit", "ipc"], detached: true });
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", supervisor], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(output.toString());
    expect(await alive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await waitFor("the part to end", async () => !(await alive(pid)), { timeoutMs: 10_000 });
  });
});

describe("what a killed run has left", () => {
  it("is ended by the next start", async () => {
    const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      stdio: "ignore",
    });
    await recordProcess(dataDir, "server", left.pid ?? 0);
    expect(await endLeftovers(dataDir, [])).toEqual(["server"]);
    expect(await alive(left.pid ?? 0)).toBe(false);
  });

  it("is never another process that got the same id", async () => {
    await writeFile(join(dataDir, "other"), "");
    await recordProcess(dataDir, "server", process.pid);
    const file = join(dataDir, "run", "server.json");
    await writeFile(file, JSON.stringify({ pid: process.pid, identity: "1 another-program" }));
    expect(await recordedProcess(dataDir, "server")).toBeUndefined();
    expect(await endLeftovers(dataDir, [])).toEqual([]);
  });
});

describe("a second stack", () => {
  it("on the same data folder is told who runs there", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      stdio: "ignore",
    });
    await recordProcess(dataDir, "stack", other.pid ?? 0);
    await expect(takeLock(dataDir)).rejects.toThrow(
      `A stack already runs on ${dataDir} (process ${other.pid}).`,
    );
    other.kill("SIGKILL");
    await waitFor("it to end", async () => !(await alive(other.pid ?? 0)));
    await (
      await takeLock(dataDir)
    )();
  });

  it("on a port in use is told which, and the setting that moves it", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { ports } = settingsFromEnv({ SYNAPSE_PORTAL_PORT: String(port) });
    await expect(checkPortsFree(ports)).rejects.toThrow(
      `Port ${port} for the demo portal is in use by another program. Stop that program, or set SYNAPSE_PORTAL_PORT to a free port.`,
    );
    await expect(checkPortsFree({ ...ports, console: port })).rejects.toThrow(
      `Port ${port} is set twice`,
    );
    holder.close();
  });
});
