import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDeviceId } from "./device-id.ts";

describe("files in the profile", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "synapse-profile-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("the device keeps its id; a damaged one is replaced", () => {
    const path = join(folder, "device-id");
    const id = readDeviceId(path);
    expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/u);
    expect(readDeviceId(path)).toBe(id);
    writeFileSync(path, "two words");
    expect(readDeviceId(path)).not.toBe("two words");
  });

  test("a device whose id can't be kept has one for this run, so that the app starts", () => {
    expect(readDeviceId(join(folder, "no-such-folder", "device-id"))).toMatch(/^[\w-]{36}$/u);
  });
});
