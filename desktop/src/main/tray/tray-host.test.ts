import { describe, expect, test } from "vitest";
import type { RunProgram } from "../session-bus/run-program.ts";
import { hasTrayHost } from "./tray-host.ts";

/** Runs programs with these outputs. One without an entry is not installed. */
function programs(outputs: Readonly<Record<string, string | null>>) {
  const ran: string[] = [];
  const run: RunProgram = async (program) => {
    ran.push(program);
    const output = outputs[program];
    if (output === undefined) throw new Error("ENOENT");
    return output;
  };
  return { ran, run };
}

describe("the host of the tray", () => {
  test.each(["darwin", "win32"] as const)("is part of %s", async (platform) => {
    const { ran, run } = programs({});
    expect(await hasTrayHost(platform, run)).toBe(true);
    expect(ran).toEqual([]);
  });

  test.each([
    ["gdbus says so", { gdbus: "(<true>,)\n" }, true],
    ["gdbus denies it", { gdbus: "(<false>,)\n" }, false],
    ["the bus has no watcher, or does not reply", { gdbus: null }, false],
    ["only dbus-send is installed", { "dbus-send": "   variant       boolean true\n" }, true],
    ["dbus-send denies it", { "dbus-send": "   variant       boolean false\n" }, false],
    ["no program can ask", {}, false],
  ])("on Linux: %s", async (_when, outputs, expected) => {
    expect(await hasTrayHost("linux", programs(outputs).run)).toBe(expected);
  });

  test("is asked by one program only, if that is installed", async () => {
    const { ran, run } = programs({ gdbus: null, "dbus-send": "boolean true" });
    expect(await hasTrayHost("linux", run)).toBe(false);
    expect(ran).toEqual(["gdbus"]);
  });
});
