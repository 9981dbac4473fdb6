import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBoundsFile, defaultSize, fittingBounds } from "./window-state.ts";

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];

describe("window state", () => {
  test("opens at the usual size the first time", () => {
    expect(fittingBounds(null, screens)).toEqual(defaultSize);
  });

  test("opens where it was", () => {
    const last = { x: 100, y: 50, width: 500, height: 700 };
    expect(fittingBounds(last, screens)).toEqual(last);
  });

  test.each([
    ["on a screen that is gone", { x: 2500, y: 50, width: 500, height: 700 }],
    ["with its title above every screen", { x: 100, y: -300, width: 500, height: 700 }],
    ["below every screen", { x: 100, y: 1070, width: 500, height: 700 }],
  ])("keeps only its size if it was %s", (_where, last) => {
    expect(fittingBounds(last, screens)).toEqual({ width: 500, height: 700 });
  });

  test("is never smaller than useful", () => {
    expect(fittingBounds({ x: 0, y: 0, width: 10, height: 10 }, screens)).toMatchObject({
      width: 320,
      height: 480,
    });
  });
});

describe("files in the profile", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "synapse-profile-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("bounds come back; a missing or damaged file counts as none", () => {
    const path = join(folder, "window.json");
    const file = createBoundsFile(path);
    expect(file.read()).toBeNull();
    file.write({ x: 1, y: 2, width: 400, height: 600 });
    expect(file.read()).toEqual({ x: 1, y: 2, width: 400, height: 600 });
    writeFileSync(path, `{"x":"left"}`);
    expect(file.read()).toBeNull();
    writeFileSync(path, "{");
    expect(file.read()).toBeNull();
  });

  test("bounds that can't be written do not stop the window from being put away", () => {
    const file = createBoundsFile(join(folder, "no-such-folder", "window.json"));
    expect(() => file.write({ x: 1, y: 2, width: 400, height: 600 })).not.toThrow();
    expect(file.read()).toBeNull();
  });
});
