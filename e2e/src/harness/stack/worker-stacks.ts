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

/** Addresses, keys and folder of a stack, for tests. */
export interface StackDetails {
  readonly urls: {
    readonly console: string;
    readonly crm: string;
    readonly portal: string;
    readonly api: string;
    readonly supabase: string;
    readonly livekit: string;
    readonly livekitApi: string;
    /** Connection string of the superuser, for data that no interface shows. */
    readonly database: string;
  };
  readonly keys: typeof localKeys;
  readonly dataDir: string;
  /** Environment of the server, to start another one. */
  readonly serverEnv: NodeJS.ProcessEnv;
}

export interface WorkerStack {
  readonly stack: Stack;
  readonly details: StackDetails;
}

export interface WorkerStacks {
  /** Returns the stack of a worker. The first call starts it. */
  of(worker: string): Promise<WorkerStack>;
  /** Stops all stacks. */
  stop(): Promise<void>;
}

/**
 * Keeps one stack for each worker. A worker runs its test files one after another, so no two files
 * use a stack at the same time.
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
