import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { root } from "../settings/settings.ts";
import { hasExited, pollUntilReady, whenExited, withLogTail } from "./child-process.ts";
import { ProcessMessage } from "./process-messages.ts";
import { endRecordedProcess, forgetProcess, recordProcess, signal } from "./process-records.ts";

/** Settings to start and stop one process of the stack. */
export interface ProcessSpec {
  readonly name: string;
  /** The file that Node runs. */
  readonly script: string;
  /** Called at each start, because some values exist only once earlier processes run. */
  readonly env: () => Promise<NodeJS.ProcessEnv>;
  /** Polled for a process that sends no `ready` message. */
  readonly ready?: () => Promise<boolean>;
  readonly readyTimeoutMs: number;
  readonly stopTimeoutMs: number;
  /** True if the process itself ends the program that a killed run has left. */
  readonly endsOwnLeftovers?: boolean;
}

export interface ProcessContext {
  readonly dataDir: string;
  /** Shows a line to the person who runs the stack. */
  readonly log: (line: string) => void;
}

type State = "stopped" | "starting" | "running" | "stopping";

/** Modules that each process loads before its own code. */
const preloads = ["lifeline.ts", "compile-cache.ts"].flatMap((file) => [
  "--import",
  fileURLToPath(new URL(file, import.meta.url)),
]);
const firstRestartMs = 250;
const lastRestartMs = 5_000;
/** After this time without a crash the restart delay is short again. */
const stableAfterMs = 30_000;

/** Starts one process, waits until it is ready, restarts it after a crash, and stops it. */
export class StackProcess {
  readonly spec: ProcessSpec;
  private readonly context: ProcessContext;
  private state: State = "stopped";
  private child: ChildProcess | undefined;
  /** Id of the program that does the work, where the child only supervises it. */
  private programPid: number | undefined;
  private restartDelayMs = firstRestartMs;
  private logStarted = false;
  /** Rises with each start and stop, so that a pending restart can see that it is outdated. */
  private generation = 0;

  constructor(spec: ProcessSpec, context: ProcessContext) {
    this.spec = spec;
    this.context = context;
  }

  /** Starts the process and waits until it is ready. Rejects with the reason if it can't start. */
  async start(): Promise<void> {
    if (this.state !== "stopped") return;
    this.state = "starting";
    this.generation += 1;
    try {
      await this.launch();
      this.state = "running";
    } catch (error) {
      await this.end();
      this.state = "stopped";
      throw error;
    }
  }

  /** Stops the process. It stays stopped until `start`. */
  async stop(): Promise<void> {
    if (this.state === "stopped") return;
    this.state = "stopping";
    this.generation += 1;
    await this.end();
    this.state = "stopped";
  }

  /**
   * Sends a signal to the program that does the work: SIGKILL makes it crash, SIGSTOP and SIGCONT
   * freeze and resume it.
   */
  signal(name: NodeJS.Signals): void {
    const pid = this.programPid ?? this.child?.pid;
    if (pid !== undefined) signal(pid, name);
  }

  /** Ids of the child and of the program that it supervises. */
  get pids(): number[] {
    return [this.child?.pid, this.programPid].filter((pid) => pid !== undefined);
  }

  get logFile(): string {
    return join(this.context.dataDir, "logs", `${this.spec.name}.log`);
  }

  private async launch(): Promise<void> {
    const { name, readyTimeoutMs } = this.spec;
    const { generation } = this;
    await this.endProgram();
    const env = await this.spec.env();
    if (this.generation !== generation) throw new Error("stopped before it began");
    const child = this.spawn(env);
    this.child = child;
    if (child.pid) await recordProcess(this.context.dataDir, name, child.pid);
    const outcome = await Promise.race([
      this.becameReady(child),
      whenExited(child),
      delay(readyTimeoutMs, "is not ready yet", { ref: false }),
    ]);
    if (outcome !== "ready") throw new Error(await withLogTail(outcome, this.logFile));
    child.once("exit", (code, how) => void this.restart(child, how ?? `exit code ${code}`));
    // It may have exited between its message and the listener above.
    if (hasExited(child)) void this.restart(child, "at once");
  }

  private spawn(env: NodeJS.ProcessEnv): ChildProcess {
    mkdirSync(join(this.context.dataDir, "logs"), { recursive: true });
    // The log covers one run of the stack. A restart within the run appends to it.
    const log = openSync(this.logFile, this.logStarted ? "a" : "w");
    this.logStarted = true;
    try {
      return spawn(process.execPath, [...preloads, this.spec.script], {
        cwd: root,
        env: { ...process.env, NODE_NO_WARNINGS: "1", ...env },
        stdio: ["ignore", log, log, "ipc"],
        // Ctrl-C goes to the terminal's process group. Processes of the stack are not in it,
        // because they are stopped in order.
        detached: true,
      });
    } finally {
      closeSync(log);
    }
  }

  private becameReady(child: ChildProcess): Promise<string> {
    return new Promise((resolve) => {
      child.on("message", (raw) => {
        const message = v.safeParse(ProcessMessage, raw);
        if (!message.success) return;
        if (message.output.type === "log") return this.context.log(message.output.line);
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
    const { name } = this.spec;
    this.context.log(`${name} ended unexpectedly (${how}); starting it again`);
    this.state = "starting";
    const began = performance.now();
    if (!(await this.relaunch(this.generation))) return;
    this.state = "running";
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    this.context.log(`${name} is back after ${seconds} s`);
    setTimeout(() => (this.restartDelayMs = firstRestartMs), stableAfterMs).unref();
  }

  /** Tries to launch until it works. Returns false once `start` or `stop` was called meanwhile. */
  private async relaunch(generation: number): Promise<boolean> {
    for (;;) {
      await delay(this.restartDelayMs);
      this.restartDelayMs = Math.min(this.restartDelayMs * 2, lastRestartMs);
      if (this.generation !== generation) return false;
      try {
        await this.launch();
        return this.generation === generation;
      } catch (error) {
        if (this.generation !== generation) return false;
        await this.end();
        const reason = error instanceof Error ? error.message : String(error);
        this.context.log(`${this.spec.name} does not start: ${reason}`);
      }
    }
  }

  private async recordProgram(): Promise<void> {
    if (!this.programPid || this.spec.endsOwnLeftovers) return;
    await recordProcess(this.context.dataDir, `${this.spec.name}-program`, this.programPid);
  }

  private async endProgram(): Promise<void> {
    if (this.spec.endsOwnLeftovers) return;
    await endRecordedProcess(this.context.dataDir, `${this.spec.name}-program`);
  }

  private async end(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.pid && !hasExited(child)) {
      const exited = whenExited(child);
      child.kill("SIGTERM");
      const timeout = delay(this.spec.stopTimeoutMs, undefined, { ref: false });
      if ((await Promise.race([exited, timeout])) === undefined) {
        child.kill("SIGKILL");
        await exited;
      }
    }
    this.programPid = undefined;
    await this.endProgram();
    await forgetProcess(this.context.dataDir, this.spec.name);
  }
}
