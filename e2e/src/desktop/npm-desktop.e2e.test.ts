import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "@synapse-voice/local";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { stack } from "../harness/stack/stack.ts";
import { createProfile, type Profile } from "./harness/app.ts";
import { type Display, openDisplay } from "./harness/display.ts";
import { noKeyring } from "./harness/keyring.ts";
import { prepareDesktop } from "./harness/prepared.ts";
import type { DesktopRuntime } from "../harness/electron/runtime.ts";

interface Page {
  readonly title: string;
  readonly url: string;
}

describe("npm run desktop", () => {
  let runtime: DesktopRuntime;
  let display: Display;
  let profile: Profile;
  beforeAll(async () => {
    runtime = await prepareDesktop();
    display = await openDisplay();
    // Empty settings, as on a machine that never ran the app.
    profile = await createProfile({});
  });
  afterAll(async () => {
    await display?.stop();
    await profile?.remove();
  });

  /** Starts it as in a terminal, until the test has finished. */
  function start(args: readonly string[], changed: NodeJS.ProcessEnv) {
    const env = {
      ...process.env,
      ...profile.env,
      ...display.env,
      ...noKeyring,
      ELECTRON_OVERRIDE_DIST_PATH: runtime.dist,
      SYNAPSE_CONSOLE_PORT: new URL(stack.urls.console).port,
      ...changed,
    };
    const child = spawn("npm", ["run", "--silent", "desktop", "--", ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const run = { child, output: "" };
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (run.output += chunk.toString()));
    onTestFinished(() => {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(-(child.pid ?? 0), "SIGKILL");
    });
    return run;
  }

  test("opens the console of the running stack in a window", async () => {
    const port = await freePort("tcp");
    const modules = runtime.modules.flatMap((module) => ["-r", module]);
    const run = start([...modules, `--remote-debugging-port=${port}`], {});
    const pages = async (): Promise<Page[]> => {
      if (run.child.exitCode !== null) throw new Error(run.output);
      const reply = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
      return reply ? ((await reply.json()) as Page[]) : [];
    };
    await expect
      .poll(pages, { timeout: 30_000 })
      .toContainEqual(expect.objectContaining({ title: "Synapse Voice", url: "app://console/" }));
    expect(run.output).toContain("The desktop app starts");
  });

  test.each([
    [
      "a display",
      { DISPLAY: "", WAYLAND_DISPLAY: "" },
      /^The desktop app needs a display: DISPLAY and WAYLAND_DISPLAY are not set\.$/u,
    ],
    [
      "a stack",
      { SYNAPSE_CONSOLE_PORT: "1" },
      /^There is no stack at http:\/\/127\.0\.0\.1:1: run `npm start` in another terminal first/u,
    ],
    [
      "Electron",
      { ELECTRON_OVERRIDE_DIST_PATH: "/nowhere" },
      /^ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: \/nowhere\/electron$/u,
    ],
  ])("without %s says so in one line", async (_what, changed, line) => {
    const run = start([], changed);
    const [code] = (await once(run.child, "close")) as [number];
    expect(code).toBe(1);
    expect(run.output.trim().split("\n")).toEqual([expect.stringMatching(line)]);
  });
});
