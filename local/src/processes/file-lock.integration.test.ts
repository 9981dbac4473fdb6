import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withFileLock } from "./file-lock.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "synapse-alone-"))));
afterEach(() => rm(folder, { recursive: true }));

it("work that is done withFileLock is never done twice at once", async () => {
  let busy = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (busy += 1));
    await new Promise((resolve) => setImmediate(resolve));
    busy -= 1;
  };
  await Promise.all(Array.from({ length: 4 }, () => withFileLock(join(folder, "lock"), work)));
  expect(most).toBe(1);
});

it("the lock of a process that is gone holds nobody up", async () => {
  await writeFile(join(folder, "lock"), `${process.pid} another-program`);
  expect(await withFileLock(join(folder, "lock"), async () => "done")).toBe("done");
});
