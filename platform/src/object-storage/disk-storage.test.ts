import { mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskStorage } from "./disk-storage.ts";
import { failsWith, objectStorageCases } from "./testing/object-storage-cases.ts";

/** Windows has other modes, and reports conflicts with other codes. No server runs there. */
const isPosix = process.platform !== "win32";

describe("a storage on a disk", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-storage-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const create = () => createDiskStorage({ folder: join(folder, "objects") });
  const content = Buffer.from("content");

  objectStorageCases(create);

  it.runIf(isPosix)("keeps other users of the machine out", async () => {
    await create().put("tenant/recording/0001", content);
    const modeOf = async (path: string) => (await stat(join(folder, path))).mode & 0o777;
    expect(await modeOf("objects/tenant/recording/0001")).toBe(0o600);
    for (const path of ["objects", "objects/tenant", "objects/tenant/recording"])
      expect([path, await modeOf(path)]).toEqual([path, 0o700]);
  });

  it("leaves no file of what failed, and no folder of what was deleted", async () => {
    const storage = create();
    async function* broken() {
      yield content;
      throw new Error("the source broke");
    }
    await expect(storage.put("tenant/recording/0001", broken())).rejects.toThrow("broke");
    await storage.put("tenant/recording/0001", content);
    await storage.put("tenant/other/0001", content);
    await storage.removeAll("tenant/recording");
    expect(await readdir(join(folder, "objects"), { recursive: true })).toEqual(
      expect.arrayContaining([".uploads", "tenant", join("tenant", "other")]),
    );
    expect(await readdir(join(folder, "objects", "tenant"))).toEqual(["other"]);
    expect(await readdir(join(folder, "objects", ".uploads"))).toEqual([]);
  });

  it("leaves no file of an upload that its own source aborts", async () => {
    const controller = new AbortController();
    async function* endless() {
      yield content;
      controller.abort(new Error("stop"));
      await new Promise(() => undefined);
    }
    const { signal } = controller;
    await expect(create().put("a", endless(), { signal })).rejects.toThrow("stop");
    await expect.poll(() => readdir(join(folder, "objects", ".uploads"))).toEqual([]);
  });

  it("deletes files of others with a folder, whatever their names", async () => {
    await create().put("tenant/recording/0001", content);
    await writeFile(join(folder, "objects", "tenant", "recording", ".strange name"), content);
    await create().removeAll("tenant");
    expect(await readdir(join(folder, "objects"))).toEqual([".uploads"]);
  });

  it("deletes what a killed process left a day ago, and nothing younger", async () => {
    await create().put("a", content);
    const uploads = join(folder, "objects", ".uploads");
    for (const name of ["old", "young"]) await writeFile(join(uploads, name), content);
    const dayAndMore = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(uploads, "old"), dayAndMore, dayAndMore);
    await create().put("b", content);
    expect(await readdir(uploads)).toEqual(["young"]);
  });

  it.runIf(isPosix)("puts into a folder while another process deletes it as empty", async () => {
    const storages = [create(), create()] as const;
    const putAndRemove = async (_: unknown, turn: number) => {
      const storage = storages[turn % 2 === 0 ? 0 : 1];
      for (let time = 0; time < 40; time += 1) {
        await storage.put(`tenant/recording/${turn}`, content);
        await storage.remove(`tenant/recording/${turn}`);
      }
    };
    await Promise.all(Array.from({ length: 6 }, putAndRemove));
    expect(await readdir(join(folder, "objects"))).toEqual([".uploads"]);
  });

  it.runIf(isPosix)("refuses a key whose path another key needs", async () => {
    const storage = create();
    await storage.put("a/b", content);
    await expect(storage.put("a", content)).rejects.toEqual(failsWith("invalid_key"));
    await expect(storage.put("a/b/c", content)).rejects.toEqual(failsWith("invalid_key"));
    await expect(storage.get("a")).rejects.toEqual(failsWith("not_found"));
    await expect(storage.size("a/b/c")).rejects.toEqual(failsWith("not_found"));
    await storage.remove("a/b/c");
    expect(await storage.size("a/b")).toBe(7);
  });

  it("says that its settings are wrong if its folder is a file", async () => {
    await writeFile(join(folder, "objects"), "");
    await expect(create().put("a", content)).rejects.toEqual(failsWith("denied"));
  });

  it.runIf(process.platform === "linux")("follows a link to another disk", async () => {
    await create().put("a", content);
    await symlink(join(folder, "objects"), join(folder, "link"));
    const linked = createDiskStorage({ folder: join(folder, "link") });
    await linked.put("tenant/b", content);
    expect(await create().size("tenant/b")).toBe(7);
  });
});
