import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { identityOf } from "./process-identity.ts";

const retryMs = 200;

/** Does work that one process at a time may do; the lock of a process that was killed is no lock. */
export async function alone<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const own = `${process.pid} ${await identityOf(process.pid)}`;
  while (!(await take(lockFile, own))) {
    const holder = await readFile(lockFile, "utf8").catch(() => "");
    const [pid, ...identity] = holder.split(" ");
    if (holder && (await identityOf(Number(pid))) !== identity.join(" "))
      await rm(lockFile, { force: true });
    await delay(retryMs);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

function take(lockFile: string, content: string): Promise<boolean> {
  return writeFile(lockFile, content, { flag: "wx" }).then(
    () => true,
    () => false,
  );
}
