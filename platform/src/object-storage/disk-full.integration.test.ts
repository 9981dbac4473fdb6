import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { readdir, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createDiskStorage } from "./disk-storage.ts";
import { failsWith } from "./testing/object-storage-cases.ts";

const folder = mkdtempSync(join(tmpdir(), "synapse-full-disk-"));

/** Returns whether the system lets this process mount a disk. Most containers don't. */
function mountDisk(): boolean {
  if (process.platform !== "linux") return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=700", "synapse-full-disk", folder], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}
const isMounted = mountDisk();
afterAll(async () => {
  if (isMounted) execFileSync("umount", [folder]);
  await rmdir(folder);
});

describe.runIf(isMounted)("a storage on a disk of 1 MiB", () => {
  it("says when there is no room, leaves nothing of what failed, and goes on later", async () => {
    const storage = createDiskStorage({ folder });
    const half = randomBytes(500_000);
    await storage.put("tenant/first", half);
    await expect(storage.put("tenant/second", randomBytes(900_000))).rejects.toEqual(
      failsWith("full"),
    );
    async function* stream() {
      yield half;
      yield half;
    }
    await expect(storage.put("tenant/first", stream())).rejects.toEqual(failsWith("full"));
    expect(await readdir(join(folder, ".uploads"))).toEqual([]);
    expect(await storage.size("tenant/first")).toBe(500_000);
    await storage.remove("tenant/first");
    await storage.put("tenant/second", randomBytes(900_000));
  });
});
