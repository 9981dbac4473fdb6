import { type ProcessName, waitFor } from "@synapse-voice/local";
import { inject } from "vitest";

/** The stack of this run. */
export const stack = inject("stack");

/** The ids of the part's processes, the one that does the work last. */
async function control(path: string): Promise<number[]> {
  const response = await fetch(`${stack.remoteControl}/${path}`, { method: "POST" });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as number[];
}

/** Stops a part for the time of `work` and starts it again, however that ends. */
export async function without<T>(part: ProcessName, work: () => Promise<T>): Promise<T> {
  await control(`stop/${part}`);
  try {
    return await work();
  } finally {
    await control(`start/${part}`);
  }
}

export const stopPart = (part: ProcessName): Promise<number[]> => control(`stop/${part}`);
export const startPart = (part: ProcessName): Promise<number[]> => control(`start/${part}`);

/** SIGKILL lets a part crash; the stack starts it again. Resolves once it is dead. */
export async function crashPart(part: ProcessName): Promise<void> {
  const victim = (await control(`signal/${part}/SIGKILL`)).at(-1);
  await waitFor(`${part} to be dead`, () => victim !== undefined && !isAlive(victim));
}

/** SIGKILL lets a part crash, and it stays away until `startPart`. */
export async function crashPartForGood(part: ProcessName): Promise<void> {
  await Promise.all([control(`stop/${part}`), control(`signal/${part}/SIGKILL`)]);
}

/** Waits until a part that crashed does its work again. */
export async function partIsBack(part: ProcessName): Promise<void> {
  const asked = {
    postgres: `${stack.urls.api}/readyz`,
    server: `${stack.urls.api}/readyz`,
    livekit: stack.urls.livekitApi,
    gateway: `${stack.urls.supabase}/auth/v1/.well-known/jwks.json`,
    pages: stack.urls.console,
  };
  const runs = async () =>
    (await control(`pids/${part}`)).some(isAlive) &&
    (await fetch(asked[part], { signal: AbortSignal.timeout(2_000) })).ok;
  await waitFor(`${part} to be back`, runs, { timeoutMs: 60_000 });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another system user, as PostgreSQL's, may not be asked.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
