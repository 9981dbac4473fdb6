import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bringUpToDate, pageBuilds, prismaBuild } from "../builds/builds.ts";
import { findLivekit } from "../livekit/index.ts";
import { endLeftovers } from "../processes/process-records.ts";
import { endPrograms, runProgram } from "../processes/run-program.ts";
import { StackProcess } from "../processes/stack-process.ts";
import {
  type StackSettings,
  type StackUrls,
  localKeys,
  root,
  urlsOf,
} from "../settings/settings.ts";
import { checkPortsFree } from "./ports.ts";
import { type ProcessName, ownerEnv, processNames, processSpecs } from "./process-specs.ts";
import { lockDataFolder } from "./stack-lock.ts";
import type { Steps } from "./steps.ts";

export interface StackOptions {
  readonly settings: StackSettings;
  readonly steps: Steps;
  /** For tests: the database flushes nothing to disk. */
  readonly fast?: boolean;
  /** Aborts the start. */
  readonly signal?: AbortSignal;
}

/** A running stack. */
export interface Stack {
  readonly urls: StackUrls;
  readonly keys: typeof localKeys;
  readonly stop: () => Promise<void>;
  /** Stops one process. It stays stopped until `startProcess`. */
  readonly stopProcess: (name: ProcessName) => Promise<void>;
  readonly startProcess: (name: ProcessName) => Promise<void>;
  /** SIGKILL makes a process crash (it is restarted). SIGSTOP freezes it until SIGCONT. */
  readonly signalProcess: (name: ProcessName, signal: NodeJS.Signals) => void;
  readonly pidsOf: (name: ProcessName) => number[];
}

/**
 * Starts the whole product on this machine. Steps that don't need each other run beside each other.
 * If a step fails, it stops what it has started and rejects with the reason.
 */
export async function startStack({
  settings,
  steps,
  fast = false,
  signal = new AbortController().signal,
}: StackOptions): Promise<Stack> {
  await mkdir(settings.dataDir, { recursive: true });
  const unlock = await lockDataFolder(settings.dataDir);
  const started: StackProcess[] = [];
  const failure = new AbortController();
  const stopped = AbortSignal.any([signal, failure.signal]);
  const stop = async () => {
    for (const process of started.toReversed()) await process.stop();
    await unlock();
  };
  try {
    const starting = startAll({ settings, steps: unlessAborted(steps, stopped), fast, started });
    const processes = await Promise.race([starting, whenAborted(signal)]);
    return { urls: urlsOf(settings.ports), keys: localKeys, stop, ...controlsOf(processes) };
  } catch (error) {
    // Parts start beside each other. After a failure, the others must start nothing more.
    failure.abort(error);
    endPrograms();
    await stop();
    throw error;
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

/** Returns steps that begin no new step after the start was aborted. */
function unlessAborted(steps: Steps, signal: AbortSignal): Steps {
  return {
    log: steps.log,
    async step(name, work, summary) {
      signal.throwIfAborted();
      return steps.step(name, work, summary);
    },
  };
}

type Processes = Record<ProcessName, StackProcess>;
type StartOptions = {
  settings: StackSettings;
  steps: Steps;
  fast: boolean;
  /** Collects each process before it is started. */
  started: StackProcess[];
};

async function startAll({ settings, steps, fast, started }: StartOptions): Promise<Processes> {
  await endWhatIsLeft(settings, steps);
  const livekitBinary = await steps.step("LiveKit found", () =>
    findLivekit({ env: process.env, log: steps.log }),
  );
  const specs = processSpecs(settings, { livekitBinary, fast });
  const context = { dataDir: settings.dataDir, log: steps.log };
  const processes = Object.fromEntries(
    processNames.map((name) => [name, new StackProcess(specs[name], context)]),
  ) as Processes;
  const start = (name: ProcessName, title: string) => {
    started.push(processes[name]);
    return steps.step(title, () => processes[name].start());
  };
  const postgres = start("postgres", "PostgreSQL");
  const gateway = postgres.then(() => start("gateway", "Supabase gateway"));
  const database = postgres
    .then(() => steps.step("Database client", () => bringUpToDate([prismaBuild]), summaryOfBuilds))
    .then(() =>
      steps.step("Migrations", () => asOwner("prisma/src/migrate/main.ts", settings), lastLine),
    );
  const demoData = Promise.all([gateway, database]).then(() =>
    steps.step("Demo data", () => asOwner("local/src/stack/seed-demo-data.ts", settings)),
  );
  const livekit = start("livekit", "LiveKit");
  const server = Promise.all([database, livekit]).then(() => start("server", "Server"));
  const recorder = Promise.all([database, livekit]).then(() => start("recorder", "Recorder"));
  const pages = steps
    .step("Pages built", () => bringUpToDate(pageBuilds), summaryOfBuilds)
    .then(() => start("pages", "Pages"));
  await Promise.all([demoData, server, recorder, pages]);
  return processes;
}

/** Ends the processes of an earlier, killed run. Rejects if a port is in use after that. */
async function endWhatIsLeft(settings: StackSettings, steps: Steps): Promise<void> {
  const ended = await endLeftovers(settings.dataDir, ["stack"]);
  if (ended.length > 0) steps.log(`Ended what an earlier run had left: ${ended.join(", ")}`);
  await checkPortsFree(settings.ports);
}

async function asOwner(script: string, settings: StackSettings): Promise<string> {
  const env = { ...process.env, NODE_NO_WARNINGS: "1", ...(await ownerEnv(settings)) };
  return runProgram(process.execPath, [join(root, script)], { cwd: root, env, timeoutMs: 120_000 });
}

const summaryOfBuilds = (made: string[]) => (made.length > 0 ? made.join(", ") : "up to date");
const lastLine = (output: string) => output.trimEnd().split("\n").at(-1) ?? "";

function controlsOf(
  processes: Processes,
): Pick<Stack, "stopProcess" | "startProcess" | "signalProcess" | "pidsOf"> {
  return {
    stopProcess: (name) => processes[name].stop(),
    startProcess: (name) => processes[name].start(),
    signalProcess: (name, signal) => processes[name].signal(signal),
    pidsOf: (name) => processes[name].pids,
  };
}
