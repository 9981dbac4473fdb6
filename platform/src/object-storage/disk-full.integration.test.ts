import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskStorage } from "./disk-storage.ts";
import { failsWith } from "./testing/object-storage-cases.ts";

const canMount = process.platform === "linux" && process.getuid?.() === 0;

describe.runIf(canMount)("a storage on a disk of 1 MiB", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-full-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=700", "synapse-full-disk", folder]);
  });
  afterAll(async () => {
    execFileSync("umount", [folder]);
    await rmdir(folder);
  });

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
