import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesktopRuntime } from "../harness/electron/runtime.ts";
import { createProfile, runToExit, type Profile } from "./app.ts";
import { openDisplay, type Display } from "./display.ts";
import { noKeyring } from "./keyring.ts";
import { prepareDesktop } from "./prepared.ts";

/** Replaces the settings of a profile with a folder, which can't be read as a file. */
async function breakSettings({ folder }: Profile): Promise<void> {
  const path = join(folder, "config.json");
  await rm(path);
  await mkdir(path);
}

describe("the start of the desktop app", () => {
  let runtime: DesktopRuntime;
  let display: Display;
  beforeAll(async () => {
    runtime = await prepareDesktop();
    display = await openDisplay();
  });
  afterAll(() => display?.stop());

  test.each([
    [
      "without settings",
      async () => undefined,
      2,
      /error box: Synapse Voice is not set up yet: .*config\.json\n\napiUrl: is missing/u,
    ],
    [
      "with settings that can't be read",
      breakSettings,
      1,
      /error box: Synapse Voice can't start: EISDIR/u,
    ],
  ])(
    "%s fails with the reason and code 1, and releases the lock",
    async (_what, change, starts, words) => {
      const profile = await createProfile({});
      await change(profile);
      const env = { ...display.env, ...noKeyring };
      const modules = [join(import.meta.dirname, "print-error-boxes.cjs")];
      try {
        // With the lock held, the next start would end with code 0 and without a reason.
        for (let start = 1; start <= starts; start += 1) {
          const { code, output } = await runToExit({ runtime, profile, env, modules });
          expect(output).toMatch(words);
          expect(output).toMatch(/^start: /mu);
          expect(code).toBe(1);
        }
      } finally {
        await profile.remove();
      }
    },
  );
});
