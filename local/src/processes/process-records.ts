import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { identityOf } from "./process-identity.ts";
import { waitFor } from "./wait-for.ts";

const Entry = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(2)),
  identity: v.string(),
});

const folderOf = (dataDir: string) => join(dataDir, "run");
const fileOf = (dataDir: string, name: string) => join(folderOf(dataDir), `${name}.json`);

/** Writes down a process of ours, so that a later start can find it if this one is killed. */
export async function recordProcess(dataDir: string, name: string, pid: number): Promise<void> {
  const identity = await identityOf(pid);
  if (!identity) return;
  await mkdir(folderOf(dataDir), { recursive: true });
  await writeFile(fileOf(dataDir, name), JSON.stringify({ pid, identity }));
}

export async function forgetProcess(dataDir: string, name: string): Promise<void> {
  await rm(fileOf(dataDir, name), { force: true });
}

/** The id of a recorded process that still is the one that was recorded. */
export async function recordedProcess(dataDir: string, name: string): Promise<number | undefined> {
  const text = await readFile(fileOf(dataDir, name), "utf8").catch(() => undefined);
  if (!text) return undefined;
  const entry = v.safeParse(v.pipe(v.string(), v.parseJson(), Entry), text);
  if (!entry.success) return undefined;
  return (await identityOf(entry.output.pid)) === entry.output.identity
    ? entry.output.pid
    : undefined;
}

/** Ends one recorded process, gently first. True when there was one. */
export async function endRecorded(dataDir: string, name: string): Promise<boolean> {
  const pid = await recordedProcess(dataDir, name);
  if (pid !== undefined) await end(pid);
  await forgetProcess(dataDir, name);
  return pid !== undefined;
}

/** Ends every process that an earlier, killed run left behind; their names. */
export async function endLeftovers(dataDir: string, except: readonly string[]): Promise<string[]> {
  const files = await readdir(folderOf(dataDir)).catch(() => []);
  const names = files
    .map((file) => file.replace(/\.json$/u, ""))
    .filter((name) => !except.includes(name));
  const ended = await Promise.all(
    names.map(async (name) => ((await endRecorded(dataDir, name)) ? name : undefined)),
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

/** False when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
