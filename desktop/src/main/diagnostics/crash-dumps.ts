import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CrashDump } from "./report.ts";

/** Dumps that stay on the disk. Without uploads, Electron never deletes one. */
const kept = { count: 10, bytes: 20_000_000 };

/** Size in bytes of all dumps in a report. */
const maxIncludedBytes = 5_000_000;

/** Folders of Crashpad below Electron's folder for crash dumps, on any system. */
const subfolders = ["pending", "completed", "reports", "new"];

async function dumpsIn(folder: string): Promise<CrashDump[]> {
  const names = await readdir(folder).catch(() => []);
  const dumps = names
    .filter((name) => name.endsWith(".dmp"))
    .map(async (name): Promise<CrashDump[]> => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      return found?.isFile() ? [{ path, name, bytes: found.size, at: found.mtimeMs }] : [];
    });
  return (await Promise.all(dumps)).flat();
}

/** Lists the dumps below Electron's folder for crash dumps, the newest first. */
export async function listDumps(folder: string): Promise<CrashDump[]> {
  const found = await Promise.all(subfolders.map((name) => dumpsIn(join(folder, name))));
  return found.flat().sort((one, other) => other.at - one.at);
}

/** Returns the newest dumps that fit into a number of bytes together. */
function newest(dumps: readonly CrashDump[], bytes: number): CrashDump[] {
  let sum = 0;
  return dumps.filter(({ bytes: size }) => (sum += size) <= bytes);
}

/** Deletes all dumps but the newest, each with the file that describes it. Never rejects. */
export async function trimDumps(folder: string): Promise<void> {
  const dumps = await listDumps(folder);
  const staying = new Set(newest(dumps.slice(0, kept.count), kept.bytes));
  const leaving = dumps.filter((dump) => !staying.has(dump)).map(({ path }) => path);
  const paths = leaving.flatMap((path) => [path, path.replace(/dmp$/u, "meta")]);
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
}

/** Reads the dumps that fit into a report. */
export async function readDumps(
  dumps: readonly CrashDump[],
): Promise<{ name: string; data: Buffer }[]> {
  const read = newest(dumps, maxIncludedBytes).map(async ({ path, name }) => {
    const data = await readFile(path).catch(() => null);
    return data === null ? [] : [{ name, data }];
  });
  return (await Promise.all(read)).flat();
}
