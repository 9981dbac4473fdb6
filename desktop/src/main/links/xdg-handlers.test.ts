import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemHandlers, xdgHandlers } from "./xdg-handlers.ts";

describe.skipIf(process.platform === "win32")("the handlers of links on Linux", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-xdg-"));
    vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  /** Puts a program in the place of `xdg-settings`. */
  async function program(script: string): Promise<void> {
    const file = join(folder, "xdg-settings");
    await writeFile(file, `#!/bin/sh\necho "$@" >> ${folder}/asked\n${script}\n`);
    await chmod(file, 0o755);
  }
  const asked = () => readFile(join(folder, "asked"), "utf8");
  const handlers = xdgHandlers("synapse-voice.desktop");

  it("ask about the app's own desktop entry, and register it", async () => {
    await program('[ "$1" = set ] || echo yes');
    expect(await handlers.isDefaultProtocolClient("tel")).toBe(true);
    expect(await handlers.setAsDefaultProtocolClient("tel")).toBe(true);
    expect(await asked()).toBe(
      "check default-url-scheme-handler tel synapse-voice.desktop\n" +
        "set default-url-scheme-handler tel synapse-voice.desktop\n",
    );
  });

  it("say no where the system does, or where its program fails", async () => {
    await program("echo no");
    expect(await handlers.isDefaultProtocolClient("tel")).toBe(false);
    await program("echo yes; exit 2");
    expect(await handlers.isDefaultProtocolClient("tel")).toBe(false);
    expect(await handlers.setAsDefaultProtocolClient("tel")).toBe(false);
    vi.stubEnv("PATH", "/nowhere");
    expect(await handlers.isDefaultProtocolClient("tel")).toBe(false);
  });

  it("say no after 3 s where its program hangs, and block nothing meanwhile", async () => {
    await program("exec sleep 60");
    const beganAt = performance.now();
    const reply = Promise.resolve(handlers.isDefaultProtocolClient("tel"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(performance.now() - beganAt).toBeLessThan(1_000);
    expect(await reply).toBe(false);
    expect(performance.now() - beganAt).toBeGreaterThan(2_500);
  });
});

it("are Electron's where they wait for no other program", () => {
  const app = xdgHandlers("other.desktop");
  const env = { CHROME_DESKTOP: "synapse-voice.desktop" };
  expect(systemHandlers(app, { platform: "win32", env })).toBe(app);
  expect(systemHandlers(app, { platform: "darwin", env })).toBe(app);
  expect(systemHandlers(app, { platform: "linux", env: {} })).toBe(app);
  expect(systemHandlers(app, { platform: "linux", env })).not.toBe(app);
});
