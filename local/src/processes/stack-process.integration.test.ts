import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StackProcess, type ProcessSpec } from "./stack-process.ts";
import { identityOf } from "./process-identity.ts";
import { endLeftovers, recordProcess, recordedProcess } from "./process-records.ts";
import { waitFor } from "./wait-for.ts";

let dataDir: string;
const lines: string[] = [];
const running: StackProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "synapse-process-"));
  lines.length = 0;
});

afterEach(async () => {
  for (const stackProcess of running.splice(0)) await stackProcess.stop();
  await rm(dataDir, { recursive: true });
});

const alive = async (pid: number) => (await identityOf(pid)) !== undefined;

async function processOf(code: string, more: Partial<ProcessSpec> = {}): Promise<StackProcess> {
  const script = join(dataDir, "process.mjs");
  await writeFile(script, code);
  const spec = {
    name: "fake",
    script,
    env: async () => ({}),
    readyTimeoutMs: 10_000,
    stopTimeoutMs: 2_000,
    ...more,
  };
  const stackProcess = new StackProcess(spec, { dataDir, log: (line) => lines.push(line) });
  running.push(stackProcess);
  return stackProcess;
}

const staysUp = `process.send({ type: "ready" }); setInterval(() => {}, 1000);`;

describe("a process of the stack", () => {
  it("is started again when it is killed, with a line that says so", async () => {
    const stackProcess = await processOf(staysUp);
    await stackProcess.start();
    const [first] = stackProcess.pids;
    stackProcess.signal("SIGKILL");
    await waitFor(
      "another process",
      () => stackProcess.pids[0] !== undefined && stackProcess.pids[0] !== first,
    );
    await waitFor("the line", () => lines.some((line) => line.startsWith("fake is back")));
    expect(lines[0]).toBe("fake ended unexpectedly (SIGKILL); starting it again");
  });

  it("ends the program that it has started when it is stopped while it starts", async () => {
    const pidFile = join(dataDir, "program");
    const stackProcess = await processOf(`
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      import { setTimeout } from "node:timers/promises";
      import { runStackProcess } from ${JSON.stringify(join(import.meta.dirname, "process-messages.ts"))};
      await runStackProcess(async () => {
        const program = spawn("sleep", ["60"]);
        writeFileSync(${JSON.stringify(pidFile)}, String(program.pid));
        await setTimeout(500);
        return { pid: program.pid, stop: async () => program.kill() };
      });`);
    const start = stackProcess.start().catch(() => undefined);
    await waitFor("the program", async () => (await readFile(pidFile, "utf8")) !== "");
    await stackProcess.stop();
    await start;
    const pid = Number(await readFile(pidFile, "utf8"));
    await expect.poll(() => alive(pid)).toBe(false);
  });

  it("ends its program also when it is stopped just after that was started", async () => {
    const pidFile = join(dataDir, "program");
    const stackProcess = await processOf(`
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      import { runStackProcess } from ${JSON.stringify(join(import.meta.dirname, "process-messages.ts"))};
      await runStackProcess(async () => {
        const program = spawn("sleep", ["60"]);
        writeFileSync(${JSON.stringify(pidFile)}, String(program.pid));
        process.kill(process.pid, "SIGTERM");
        return { pid: program.pid, stop: async () => program.kill() };
      });`);
    await stackProcess.start().catch(() => undefined);
    const pid = Number(await readFile(pidFile, "utf8"));
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
  });

  it("stays stopped when it was stopped", async () => {
    const stackProcess = await processOf(staysUp);
    await stackProcess.start();
    const [pid = 0] = stackProcess.pids;
    await stackProcess.stop();
    expect(await alive(pid)).toBe(false);
    expect(stackProcess.pids).toEqual([]);
    expect(lines).toEqual([]);
  });

  it("is not started twice when it is stopped and started while a restart is under way", async () => {
    const stackProcess = await processOf(staysUp);
    await stackProcess.start();
    stackProcess.signal("SIGKILL");
    await waitFor("the restart to begin", () => lines.length > 0);
    await stackProcess.stop();
    await stackProcess.start();
    const { pids } = stackProcess;
    await stackProcess.stop();
    expect(pids).toHaveLength(1);
    expect(lines).toEqual(["fake ended unexpectedly (SIGKILL); starting it again"]);
    expect(await alive(pids[0] ?? 0)).toBe(false);
  });

  it("that ignores SIGTERM is killed after its time", async () => {
    const stackProcess = await processOf(`process.on("SIGTERM", () => {}); ${staysUp}`, {
      stopTimeoutMs: 200,
    });
    await stackProcess.start();
    const [pid = 0] = stackProcess.pids;
    await stackProcess.stop();
    expect(await alive(pid)).toBe(false);
  });

  it("that can't start says why", async () => {
    const stackProcess = await processOf(
      `process.send({ type: "failed", reason: "the port is in use" }, () => process.exit(1));`,
    );
    await expect(stackProcess.start()).rejects.toThrow("the port is in use");
  });

  it("that breaks before it is ready shows the end of its log", async () => {
    const stackProcess = await processOf(`throw new Error("no such setting");`);
    await expect(stackProcess.start()).rejects.toThrow(/exit code 1[\s\S]*no such setting/u);
  });

  it("that breaks far down shows its error instead of the stack", async () => {
    const stackProcess = await processOf(`
      const deep = (calls) => {
        if (calls === 0) throw new Error("no such file");
        deep(calls - 1);
      };
      deep(20);
    `);
    await expect(stackProcess.start()).rejects.toThrow(/Error: no such file\n(?!\s+at )/u);
  });

  it("ends by itself when its supervisor is killed", async () => {
    const script = join(dataDir, "child.mjs");
    await writeFile(script, `console.log(process.pid); setInterval(() => {}, 1000);`);
    const lifeline = new URL("lifeline.ts", import.meta.url).pathname;
    const args = JSON.stringify(["--import", lifeline, script]);
    const options = `{ stdio: ["ignore", "inherit", "inherit", "ipc"], detached: true }`;
    const supervisor = `
      const { spawn } = require("node:child_process");
      spawn(process.execPath, ${args}, ${options});
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", supervisor], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(output.toString());
    expect(await alive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await waitFor("the process to end", async () => !(await alive(pid)), { timeoutMs: 10_000 });
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
