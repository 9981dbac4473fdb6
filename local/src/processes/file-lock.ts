import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { identityOf } from "./process-identity.ts";

const retryMs = 200;

/**
 * Runs work while holding a lock file, so that one process at a time does it. Others wait. The lock
 * of a process that no longer exists is removed.
 */
export async function withFileLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const own = `${process.pid} ${await identityOf(process.pid)}`;
  while (!(await tryLock(lockFile, own))) {
    const owner = await readFile(lockFile, "utf8").catch(() => "");
    const [pid, ...identity] = owner.split(" ");
    if (owner && (await identityOf(Number(pid))) !== identity.join(" "))
      await rm(lockFile, { force: true });
    await delay(retryMs);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

function tryLock(lockFile: string, content: string): Promise<boolean> {
  return writeFile(lockFile, content, { flag: "wx" }).then(
    () => true,
    () => false,
  );
}
