import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findLivekit } from "../livekit/index.ts";
import { bringUpToDate, pageBuilds, prismaBuild } from "../builds/builds.ts";
import { Part } from "../processes/stack-process.ts";
import { type PartName, ownerEnv, partNames, partSpecs } from "./process-specs.ts";
import { checkPortsFree } from "./ports.ts";
import { endRuns, run } from "../processes/run-program.ts";
import { endLeftovers } from "../processes/process-records.ts";
import {
  type StackSettings,
  type StackUrls,
  localKeys,
  root,
  urlsOf,
} from "../settings/settings.ts";
import { takeLock } from "./stack-lock.ts";
import type { Steps } from "./steps.ts";

export interface StackOptions {
  readonly settings: StackSettings;
  readonly steps: Steps;
  /** For tests: the database flushes nothing to disk. */
  readonly fast?: boolean;
  /** Breaks the start off. */
  readonly signal?: AbortSignal;
}

/** A running stack. */
export interface Stack {
  readonly urls: StackUrls;
  readonly keys: typeof localKeys;
  readonly stop: () => Promise<void>;
  /** Stops one part and leaves it stopped until `startPart`. */
  readonly stopPart: (name: PartName) => Promise<void>;
  readonly startPart: (name: PartName) => Promise<void>;
  /** SIGKILL lets a part crash (it is started again), SIGSTOP freezes it until SIGCONT. */
  readonly signalPart: (name: PartName, signal: NodeJS.Signals) => void;
  readonly pidsOf: (name: PartName) => number[];
}

/**
 * Brings up the whole product on this machine, step by step; on failure stops what it has started
 * and throws why.
 */
export async function startStack({
  settings,
  steps,
  fast = false,
  signal = new AbortController().signal,
}: StackOptions): Promise<Stack> {
  await mkdir(settings.dataDir, { recursive: true });
  const unlock = await takeLock(settings.dataDir);
  const started: Part[] = [];
  const stop = async () => {
    for (const part of started.toReversed()) await part.stop();
    await unlock();
  };
  try {
    const bringingUp = bringUp({ settings, steps: unlessAborted(steps, signal), fast, started });
    const parts = await Promise.race([bringingUp, whenAborted(signal)]);
    return { urls: urlsOf(settings.ports), keys: localKeys, stop, ...controlsOf(parts) };
  } catch (error) {
    endRuns();
    await stop();
    throw error;
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

/** Steps that begin nothing more once the start was broken off. */
function unlessAborted(steps: Steps, signal: AbortSignal): Steps {
  return {
    say: steps.say,
    async step(name, work, summary) {
      signal.throwIfAborted();
      return steps.step(name, work, summary);
    },
  };
}

type Parts = Record<PartName, Part>;
type BringUp = { settings: StackSettings; steps: Steps; fast: boolean; started: Part[] };

async function bringUp({ settings, steps, fast, started }: BringUp): Promise<Parts> {
  await clearTheWay(settings, steps);
  const livekitBinary = await steps.step("LiveKit found", () =>
    findLivekit({ env: process.env, say: steps.say }),
  );
  const specs = partSpecs(settings, { livekitBinary, fast });
  const context = { dataDir: settings.dataDir, say: steps.say };
  const parts = Object.fromEntries(
    partNames.map((name) => [name, new Part(specs[name], context)]),
  ) as Parts;
  const start = (name: PartName, title: string) => {
    started.push(parts[name]);
    return steps.step(title, () => parts[name].start());
  };
  await start("postgres", "PostgreSQL");
  await steps.step("Database client", () => bringUpToDate([prismaBuild]), summaryOfBuilds);
  await start("gateway", "Supabase gateway");
  await steps.step("Migrations", () => asOwner("prisma/src/migrate/main.ts", settings), lastLine);
  await steps.step("Demo data", () => asOwner("local/src/stack/seed-demo-data.ts", settings));
  await start("livekit", "LiveKit");
  await start("server", "Server");
  await steps.step("Pages built", () => bringUpToDate(pageBuilds), summaryOfBuilds);
  await start("pages", "Pages");
  return parts;
}

async function clearTheWay(settings: StackSettings, steps: Steps): Promise<void> {
  const left = await endLeftovers(settings.dataDir, ["stack"]);
  if (left.length > 0) steps.say(`Ended what an earlier run had left: ${left.join(", ")}`);
  await checkPortsFree(settings.ports);
}

async function asOwner(script: string, settings: StackSettings): Promise<string> {
  const env = { ...process.env, NODE_NO_WARNINGS: "1", ...(await ownerEnv(settings)) };
  return run(process.execPath, [join(root, script)], { cwd: root, env, timeoutMs: 120_000 });
}

const summaryOfBuilds = (made: string[]) => (made.length > 0 ? made.join(", ") : "up to date");
const lastLine = (output: string) => output.trimEnd().split("\n").at(-1) ?? "";

function controlsOf(parts: Parts): Pick<Stack, "stopPart" | "startPart" | "signalPart" | "pidsOf"> {
  return {
    stopPart: (name) => parts[name].stop(),
    startPart: (name) => parts[name].start(),
    signalPart: (name, signal) => parts[name].signal(signal),
    pidsOf: (name) => parts[name].pids,
  };
}
