import { describe, expect, test } from "vitest";
import { runProgram } from "./run-program.ts";

describe.skipIf(process.platform === "win32")("a program", () => {
  test("has its output, null if it fails, or is not installed", async () => {
    expect(await runProgram("echo", ["true"], 1_000)).toBe("true\n");
    expect(await runProgram("false", [], 1_000)).toBeNull();
    await expect(runProgram("no-such-program-here", [], 1_000)).rejects.toThrow("ENOENT");
  });

  test("is ended after its time", async () => {
    expect(await runProgram("sleep", ["20"], 100)).toBeNull();
  });
});
