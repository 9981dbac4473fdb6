import { type ProcessName, waitFor } from "@synapse-voice/local";
import { callService } from "./services.ts";
import type { StackDetails } from "./worker-stacks.ts";

const path = `/stacks/${process.env["VITEST_POOL_ID"]}`;

/** The stack of this worker. */
export const stack = await callService<StackDetails>(path);

/** Returns the ids of a process and of its children, the one that does the work last. */
const control = (command: string): Promise<number[]> => callService(`${path}/${command}`);

/** Stops a process while `work` runs and starts it again, even if `work` fails. */
export async function without<T>(name: ProcessName, work: () => Promise<T>): Promise<T> {
  await control(`stop/${name}`);
  try {
    return await work();
  } finally {
    await control(`start/${name}`);
  }
}

export const stopProcess = (name: ProcessName): Promise<number[]> => control(`stop/${name}`);
export const startProcess = (name: ProcessName): Promise<number[]> => control(`start/${name}`);

export const pidsOf = (name: ProcessName): Promise<number[]> => control(`pids/${name}`);

/** Kills a process with SIGKILL. The stack starts it again. Resolves once it is dead. */
export async function crashProcess(name: ProcessName): Promise<void> {
  const victim = (await control(`signal/${name}/SIGKILL`)).at(-1);
  await waitFor(`${name} to be dead`, () => victim !== undefined && !isAlive(victim));
}

/** Kills a process with SIGKILL. It stays stopped until `startProcess`. */
export async function crashProcessForGood(name: ProcessName): Promise<void> {
  await Promise.all([control(`stop/${name}`), control(`signal/${name}/SIGKILL`)]);
}

/** Waits until a process that crashed works again. The recorder has no address to ask. */
export async function processIsBack(name: Exclude<ProcessName, "recorder">): Promise<void> {
  const asked = {
    postgres: `${stack.urls.api}/readyz`,
    server: `${stack.urls.api}/readyz`,
    livekit: stack.urls.livekitApi,
    gateway: `${stack.urls.supabase}/auth/v1/.well-known/jwks.json`,
    pages: stack.urls.console,
  };
  const runs = async () =>
    (await control(`pids/${name}`)).some(isAlive) &&
    (await fetch(asked[name], { signal: AbortSignal.timeout(2_000) })).ok;
  await waitFor(`${name} to be back`, runs, { timeoutMs: 60_000 });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another system user, as PostgreSQL does.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
