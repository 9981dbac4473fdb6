import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { identityOf } from "./process-identity.ts";
import { waitFor } from "./wait-for.ts";

const ProcessRecord = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(2)),
  identity: v.string(),
});

const folderOf = (dataDir: string) => join(dataDir, "run");
const fileOf = (dataDir: string, name: string) => join(folderOf(dataDir), `${name}.json`);

/** Records a process, so that a later run of the stack can find it if this one is killed. */
export async function recordProcess(dataDir: string, name: string, pid: number): Promise<void> {
  const identity = await identityOf(pid);
  if (!identity) return;
  await mkdir(folderOf(dataDir), { recursive: true });
  await writeFile(fileOf(dataDir, name), JSON.stringify({ pid, identity }));
}

export async function forgetProcess(dataDir: string, name: string): Promise<void> {
  await rm(fileOf(dataDir, name), { force: true });
}

/** Returns the id of a recorded process, or undefined if that process no longer exists. */
export async function recordedProcess(dataDir: string, name: string): Promise<number | undefined> {
  const text = await readFile(fileOf(dataDir, name), "utf8").catch(() => undefined);
  if (!text) return undefined;
  const record = v.safeParse(v.pipe(v.string(), v.parseJson(), ProcessRecord), text);
  if (!record.success) return undefined;
  const { pid, identity } = record.output;
  return (await identityOf(pid)) === identity ? pid : undefined;
}

/** Ends a recorded process: SIGTERM, then SIGKILL. Returns false if it no longer existed. */
export async function endRecordedProcess(dataDir: string, name: string): Promise<boolean> {
  const pid = await recordedProcess(dataDir, name);
  if (pid !== undefined) await end(pid);
  await forgetProcess(dataDir, name);
  return pid !== undefined;
}

/** Ends all processes that an earlier, killed run has left. Returns their names. */
export async function endLeftovers(dataDir: string, except: readonly string[]): Promise<string[]> {
  const files = await readdir(folderOf(dataDir)).catch(() => []);
  const names = files
    .map((file) => file.replace(/\.json$/u, ""))
    .filter((name) => !except.includes(name));
  const ended = await Promise.all(
    names.map(async (name) => ((await endRecordedProcess(dataDir, name)) ? name : undefined)),
  );
  return ended.filter((name) => name !== undefined);
}

async function end(pid: number): Promise<void> {
  const gone = async () => (await identityOf(pid)) === undefined;
  signal(pid, "SIGTERM");
  await waitFor("a process to end", gone, { timeoutMs: 6_000 }).catch(() => {
    signal(pid, "SIGKILL");
    return waitFor(`process ${pid} to end`, gone, { timeoutMs: 5_000 });
  });
}

/** Sends a signal. Returns false if there is no such process. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
