import { join } from "node:path";
import {
  type Stack,
  databaseUrl,
  localKeys,
  serverEnv,
  showSteps,
  startStack,
} from "@synapse-voice/local";
import { freePorts } from "./free-ports.ts";

/** What tests know of the stack that runs for them. */
export interface StackDetails {
  readonly urls: {
    readonly console: string;
    readonly crm: string;
    readonly portal: string;
    readonly api: string;
    readonly supabase: string;
    readonly livekit: string;
    readonly livekitApi: string;
    /** As superuser, for what no interface shows. */
    readonly database: string;
  };
  readonly keys: typeof localKeys;
  readonly dataDir: string;
  /** Settings of the product's server, for another instance of it. */
  readonly serverEnv: NodeJS.ProcessEnv;
}

export interface WorkerStack {
  readonly stack: Stack;
  readonly details: StackDetails;
}

export interface WorkerStacks {
  /** Returns a worker's stack, which its first call starts. */
  of(worker: string): Promise<WorkerStack>;
  /** Stops all stacks. */
  stop(): Promise<void>;
}

/**
 * One stack for each worker: its test files run one after another, and no other worker's file sees
 * what they do to it.
 */
export function createWorkerStacks(folder: string): WorkerStacks {
  const started = new Map<string, Promise<WorkerStack>>();
  return {
    of: (worker) => {
      const stack =
        started.get(worker) ?? startWorkerStack(worker, join(folder, `stack-${worker}`));
      started.set(worker, stack);
      return stack;
    },
    stop: async () => {
      const stacks = await Promise.allSettled(started.values());
      await Promise.all(
        stacks.map((result) => (result.status === "fulfilled" ? result.value.stack.stop() : null)),
      );
    },
  };
}

/** Starts the same code as `npm start`, on ports and in a folder of its own. */
async function startWorkerStack(worker: string, dataDir: string): Promise<WorkerStack> {
  const settings = { ports: await freePorts(), dataDir };
  const steps = showSteps((line) => console.log(`stack ${worker}: ${line}`));
  const stack = await startStack({ settings, steps, fast: true });
  const details = {
    urls: { ...stack.urls, database: await databaseUrl(settings, "supabase_admin") },
    keys: localKeys,
    dataDir,
    serverEnv: await serverEnv(settings),
  };
  return { stack, details };
}
