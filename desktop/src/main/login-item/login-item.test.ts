import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { autostartFile, isAutostartOn } from "./autostart-file.ts";
import type { LoginItem } from "./login-item.ts";
import { openLoginItem, startCommand, startsHidden, type ProcessFacts } from "./open-login-item.ts";

const gio = "/usr/bin/gio";

/** A process on Linux. */
const facts = (change: Partial<ProcessFacts> = {}): ProcessFacts => ({
  platform: "linux",
  env: {},
  execPath: "/opt/Synapse Voice/synapse-voice",
  argv: [],
  ...change,
});

/** Electron's `app`, which stores the item in memory. Windows may have turned it off. */
function fakeApp({ isPackaged = true, isOff = false } = {}) {
  const items = new Map<string, boolean>();
  const key = (args: readonly string[]): string => args.join(" ");
  return {
    items,
    isPackaged,
    getAppPath: () => "/home/ada/my repository",
    getLoginItemSettings: ({ args }: { args: string[] }) => {
      const openAtLogin = items.get(key(args)) ?? false;
      return { openAtLogin, executableWillLaunchAtLogin: openAtLogin && !isOff };
    },
    setLoginItemSettings: ({ openAtLogin, args }: { openAtLogin: boolean; args: string[] }) =>
      void items.set(key(args), openAtLogin),
  };
}

describe("the start at login on Linux", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "synapse-login-"));
    path = join(folder, "autostart/synapse-voice.desktop");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (change: Partial<ProcessFacts> = {}): LoginItem =>
    openLoginItem(
      fakeApp(),
      "Synapse Voice",
      facts({ ...change, env: { XDG_CONFIG_HOME: folder, ...change.env } }),
    );
  const execLine = (): string | undefined => /^Exec=(.*)$/mu.exec(readFileSync(path, "utf8"))?.[1];

  test("is off until it is turned on, and leaves no file when it is turned off", () => {
    const item = open();
    expect(item.isEnabled()).toBe(false);
    item.setEnabled(true);
    expect([item.isEnabled(), execLine()]).toEqual([
      true,
      '"/opt/Synapse Voice/synapse-voice" "--hidden"',
    ]);
    item.setEnabled(false);
    item.setEnabled(false);
    expect([item.isEnabled(), existsSync(path)]).toEqual([false, false]);
  });

  test("starts the AppImage itself, and follows it when it moves", () => {
    open({ env: { APPIMAGE: "/home/ada/Synapse-1.AppImage" } }).setEnabled(true);
    expect(execLine()).toBe('"/home/ada/Synapse-1.AppImage" "--hidden"');
    open({ env: { APPIMAGE: "/home/ada/Synapse-2.AppImage" } }).refresh();
    expect(execLine()).toBe('"/home/ada/Synapse-2.AppImage" "--hidden"');
  });

  test.each(["Hidden=true", "X-GNOME-Autostart-enabled=false"])(
    "stays off where the desktop's own settings wrote %s",
    (line) => {
      const item = open();
      mkdirSync(join(folder, "autostart"));
      const content = `[Desktop Entry]\nType=Application\nExec=old\n${line}\n`;
      writeFileSync(path, content);
      item.refresh();
      expect([item.isEnabled(), readFileSync(path, "utf8")]).toEqual([false, content]);
      item.setEnabled(true);
      expect(item.isEnabled()).toBe(true);
    },
  );

  test("does not keep the app from starting if the file can't be written", () => {
    mkdirSync(path, { recursive: true });
    const item = open();
    item.refresh();
    expect(item.isEnabled()).toBe(false);
    expect(() => item.setEnabled(true)).toThrow("EISDIR");
  });

  test("is not turned on by a start of the app", () => {
    open().refresh();
    expect(existsSync(path)).toBe(false);
  });

  test("ignores a configuration folder that is no absolute path", () => {
    const item = openLoginItem(
      fakeApp(),
      "Synapse Voice",
      facts({ env: { XDG_CONFIG_HOME: "relative" } }),
    );
    const usual = join(homedir(), ".config/autostart/synapse-voice.desktop");
    expect(item.isEnabled()).toBe(existsSync(usual));
  });

  test.skipIf(!existsSync(gio))("starts any path with its arguments, as desktops do", async () => {
    const strange = join(folder, "a b$HOME`c\"d'e\\f");
    mkdirSync(strange);
    const program = join(strange, "say arguments.sh");
    const said = join(folder, "said");
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${said}'\n`);
    chmodSync(program, 0o755);
    const file = join(folder, "test.desktop");
    writeFileSync(file, autostartFile("Test", [program, "--hidden", "50% \\ $x %u"]));
    execFileSync(gio, ["launch", file]);
    await expect
      .poll(() => (existsSync(said) ? readFileSync(said, "utf8") : ""))
      .toBe(`${program}\n--hidden\n50% \\ $x %u\n`);
    expect(isAutostartOn(readFileSync(file, "utf8"))).toBe(true);
  });
});

describe.each(["darwin", "win32"] as const)("the start at login on %s", (platform) => {
  test("is the system's, with the switch that hides the window", () => {
    const app = fakeApp();
    const item = openLoginItem(app, "Synapse Voice", facts({ platform }));
    expect(item.isEnabled()).toBe(false);
    item.setEnabled(true);
    item.refresh();
    expect([item.isEnabled(), [...app.items]]).toEqual([true, [["--hidden", true]]]);
    item.setEnabled(false);
    expect(item.isEnabled()).toBe(false);
  });
});

test("an item that was turned off in the task manager of Windows is off", () => {
  const item = openLoginItem(fakeApp({ isOff: true }), "", facts({ platform: "win32" }));
  item.setEnabled(true);
  expect(item.isEnabled()).toBe(false);
});

test("an app that is not packed is started with its folder", () => {
  const app = fakeApp({ isPackaged: false });
  expect(startCommand(app, facts())).toEqual([
    "/opt/Synapse Voice/synapse-voice",
    "/home/ada/my repository",
    "--hidden",
  ]);
});

test.each([
  ["linux", ["app", "--hidden"], false, true],
  ["linux", ["app"], true, false],
  ["win32", ["app", "--hidden"], false, true],
  ["darwin", ["app"], true, true],
  ["darwin", ["app"], false, false],
] as const)(
  "on %s with %j and wasOpenedAtLogin %s: hidden is %s",
  (platform, argv, was, hidden) => {
    const app = { getLoginItemSettings: () => ({ wasOpenedAtLogin: was }) };
    expect(startsHidden(app, facts({ platform, argv }))).toBe(hidden);
  },
);
