import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { PartMessage } from "./process-messages.ts";
import { endRecorded, forgetProcess, recordProcess, signal } from "./process-records.ts";
import { root } from "../settings/settings.ts";

/** One process of the stack. */
export interface PartSpec {
  readonly name: string;
  /** The file that Node runs. */
  readonly script: string;
  /** Asked at each start: some of it is known only when the parts before this one run. */
  readonly env: () => Promise<NodeJS.ProcessEnv>;
  /** For a part that does not say itself when it is ready. */
  readonly ready?: () => Promise<boolean>;
  readonly readyTimeoutMs: number;
  readonly stopTimeoutMs: number;
  /** Its program, when a killed run has left it, is found and ended by the part's own code. */
  readonly endsOwnRemains?: boolean;
}

export interface PartContext {
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

type State = "stopped" | "starting" | "running" | "stopping";

const lifeline = fileURLToPath(new URL("lifeline.ts", import.meta.url));
const firstRestartMs = 250;
const lastRestartMs = 5_000;
/** A part that has run this long starts its waiting times anew. */
const settledMs = 30_000;

/** Runs one part: starts it, waits until it is ready, starts it again when it dies, stops it. */
export class Part {
  readonly spec: PartSpec;
  private readonly context: PartContext;
  private state: State = "stopped";
  private child: ChildProcess | undefined;
  /** Of the program itself, where the child only guards it. */
  private programPid: number | undefined;
  private restartMs = firstRestartMs;
  private logged = false;
  /** Counts starts and stops, so that a restart under way knows that it is no longer wanted. */
  private wish = 0;

  constructor(spec: PartSpec, context: PartContext) {
    this.spec = spec;
    this.context = context;
  }

  /** Starts the part and waits until it is ready; throws with the reason when it can't. */
  async start(): Promise<void> {
    if (this.state !== "stopped") return;
    this.state = "starting";
    this.wish += 1;
    try {
      await this.launch();
      this.state = "running";
    } catch (error) {
      await this.end();
      this.state = "stopped";
      throw error;
    }
  }

  /** Stops the part and leaves it stopped. */
  async stop(): Promise<void> {
    if (this.state === "stopped") return;
    this.state = "stopping";
    this.wish += 1;
    await this.end();
    this.state = "stopped";
  }

  /**
   * Sends a signal to the program that does the work: SIGKILL lets it crash, SIGSTOP and SIGCONT
   * freeze and thaw it.
   */
  signal(name: NodeJS.Signals): void {
    const pid = this.programPid ?? this.child?.pid;
    if (pid !== undefined) signal(pid, name);
  }

  /** Ids of the processes of this part. */
  get pids(): number[] {
    return [this.child?.pid, this.programPid].filter((pid) => pid !== undefined);
  }

  get logFile(): string {
    return join(this.context.dataDir, "logs", `${this.spec.name}.log`);
  }

  private async launch(): Promise<void> {
    const { name, readyTimeoutMs } = this.spec;
    const { wish } = this;
    await this.endProgram();
    const env = await this.spec.env();
    if (this.wish !== wish) throw new Error("stopped before it began");
    const child = this.spawn(env);
    this.child = child;
    if (child.pid) await recordProcess(this.context.dataDir, name, child.pid);
    const outcome = await Promise.race([
      this.becameReady(child),
      died(child),
      delay(readyTimeoutMs, "is not ready yet", { ref: false }),
    ]);
    if (outcome !== "ready") throw new Error(await this.explain(outcome));
    child.once("exit", (code, how) => void this.restart(child, how ?? `exit code ${code}`));
    // It may have died between its message and the listener above.
    if (child.exitCode !== null || child.signalCode !== null) void this.restart(child, "at once");
  }

  private spawn(env: NodeJS.ProcessEnv): ChildProcess {
    mkdirSync(join(this.context.dataDir, "logs"), { recursive: true });
    // The log tells of one run of the stack; a restart within it goes on in the same file.
    const log = openSync(this.logFile, this.logged ? "a" : "w");
    this.logged = true;
    try {
      return spawn(process.execPath, ["--import", lifeline, this.spec.script], {
        cwd: root,
        env: { ...process.env, NODE_NO_WARNINGS: "1", ...env },
        stdio: ["ignore", log, log, "ipc"],
        // Ctrl-C goes to the terminal's own group of processes; parts are stopped in order instead.
        detached: true,
      });
    } finally {
      closeSync(log);
    }
  }

  private becameReady(child: ChildProcess): Promise<string> {
    return new Promise((resolve) => {
      child.on("message", (raw) => {
        const message = v.safeParse(PartMessage, raw);
        if (!message.success) return;
        if (message.output.type === "say") return this.context.say(message.output.line);
        if (message.output.type === "failed") return resolve(message.output.reason);
        this.programPid = message.output.pid;
        void this.recordProgram().then(() => resolve("ready"));
      });
      const { ready } = this.spec;
      if (ready) void pollUntilReady(ready, child).then(resolve);
    });
  }

  private async restart(child: ChildProcess, how: string): Promise<void> {
    if (this.child !== child || this.state === "stopping" || this.state === "stopped") return;
    const { wish } = this;
    this.context.say(`${this.spec.name} ended unexpectedly (${how}); starting it again`);
    this.state = "starting";
    const began = performance.now();
    for (;;) {
      await delay(this.restartMs);
      this.restartMs = Math.min(this.restartMs * 2, lastRestartMs);
      if (this.wish !== wish) return;
      try {
        await this.launch();
        break;
      } catch (error) {
        if (this.wish !== wish) return;
        await this.end();
        this.context.say(
          `${this.spec.name} does not start: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    if (this.wish !== wish) return;
    this.state = "running";
    this.context.say(
      `${this.spec.name} is back after ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    setTimeout(() => (this.restartMs = firstRestartMs), settledMs).unref();
  }

  private async recordProgram(): Promise<void> {
    if (!this.programPid || this.spec.endsOwnRemains) return;
    await recordProcess(this.context.dataDir, `${this.spec.name}-program`, this.programPid);
  }

  private async endProgram(): Promise<void> {
    if (!this.spec.endsOwnRemains)
      await endRecorded(this.context.dataDir, `${this.spec.name}-program`);
  }

  private async end(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child && child.exitCode === null && child.signalCode === null && child.pid) {
      const gone = died(child);
      child.kill("SIGTERM");
      const late = await Promise.race([
        gone,
        delay(this.spec.stopTimeoutMs, undefined, { ref: false }),
      ]);
      if (late === undefined) {
        child.kill("SIGKILL");
        await gone;
      }
    }
    this.programPid = undefined;
    await this.endProgram();
    await forgetProcess(this.context.dataDir, this.spec.name);
  }

  private async explain(reason: string): Promise<string> {
    const log = await readFile(this.logFile, "utf8").catch(() => "");
    const tail = log
      .trimEnd()
      .split("\n")
      .slice(-12)
      .map((line) => `    ${line}`);
    return `${reason}${tail.length > 0 && !reason.includes("\n") ? `\n  The end of ${this.logFile}:\n${tail.join("\n")}` : ""}`;
  }
}

function died(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve("it ended at once");
    child.once("exit", (code, how) => resolve(`it ended at once (${how ?? `exit code ${code}`})`));
    child.once("error", (error) => resolve(error.message));
  });
}

async function pollUntilReady(ready: () => Promise<boolean>, child: ChildProcess): Promise<string> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await ready().catch(() => false)) return "ready";
    await delay(100);
  }
  return "it ended before it was ready";
}
