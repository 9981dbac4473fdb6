import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import { listeners, root, type StackPorts, waitFor } from "@synapse-voice/local";

interface StackProcess {
  readonly pid: number;
  readonly command: string;
}

/** `npm start` in a process group of its own, as in a terminal. */
export class NpmStart {
  readonly child: ChildProcess;
  readonly dataDir: string;
  output = "";

  constructor(ports: StackPorts, dataDir: string, env: NodeJS.ProcessEnv = {}) {
    this.dataDir = dataDir;
    const moved = Object.entries(listeners).map(([name, { setting }]) => [
      setting,
      String(ports[name as keyof StackPorts]),
    ]);
    this.child = spawn("npm", ["start", "--silent"], {
      cwd: root,
      env: { ...process.env, ...Object.fromEntries(moved), SYNAPSE_DATA_DIR: dataDir, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
  }

  async ready(timeout = 60_000): Promise<void> {
    await waitFor("npm start to be ready", () => this.ended || this.output.includes("is ready"), {
      timeoutMs: timeout,
    });
    if (this.ended) throw new Error(`npm start ended:\n${this.output}`);
  }

  /** Waits until its output contains a text. */
  async prints(text: string, timeout = 30_000): Promise<void> {
    await waitFor(`"${text}"`, () => this.output.includes(text), { timeoutMs: timeout });
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits until it ends, and returns the exit code. */
  async end(): Promise<number | null> {
    if (!this.ended) await once(this.child, "exit");
    return this.child.exitCode;
  }

  /** Sends SIGINT to the whole process group, as Ctrl-C in a terminal does. */
  async pressCtrlC(): Promise<void> {
    process.kill(-(this.child.pid ?? 0), "SIGINT");
    await this.end();
  }

  /** Returns all processes that run for this data folder. */
  async processes(): Promise<StackProcess[]> {
    const found: StackProcess[] = [];
    for (const name of await readdir("/proc")) {
      const pid = Number(name);
      if (!pid || pid === process.pid) continue;
      const [environment, command] = await Promise.all(
        ["environ", "cmdline"].map((file) =>
          readFile(`/proc/${pid}/${file}`, "utf8").catch(() => ""),
        ),
      );
      const ours =
        environment!.split("\0").includes(`SYNAPSE_DATA_DIR=${this.dataDir}`) ||
        command!.includes(`${this.dataDir}/`);
      if (ours) found.push({ pid, command: command!.replaceAll("\0", " ").trim() });
    }
    return found;
  }

  async expectNoProcesses(timeout = 15_000): Promise<void> {
    let left: StackProcess[] = [];
    await waitFor(
      "every process to end",
      async () => (left = await this.processes()).length === 0,
      { timeoutMs: timeout, everyMs: 250 },
    ).catch((cause: unknown) => {
      throw new Error(
        `processes that still run:\n${left.map(({ pid, command }) => `${pid} ${command}`).join("\n")}`,
        { cause },
      );
    });
  }

  /** Kills all its processes, or those that `isVictim` names. Some end when others are killed. */
  async killAll(isVictim: (found: StackProcess) => boolean = () => true): Promise<void> {
    for (const found of await this.processes()) if (isVictim(found)) killIfAlive(found.pid);
  }

  /** Returns the id of the process whose command line contains this text. */
  async pidOf(text: string): Promise<number> {
    const found = (await this.processes()).find(({ command }) => command.includes(text));
    if (!found) throw new Error(`no process with ${text}`);
    return found.pid;
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
