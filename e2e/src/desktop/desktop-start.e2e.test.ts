import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesktopRuntime } from "../harness/electron/runtime.ts";
import { stack } from "../harness/stack/stack.ts";
import { traysOf } from "./app-actions.ts";
import { createProfile, launchDesktop, runToExit, type Profile } from "./app.ts";
import { openDisplay, type Display } from "./display.ts";
import { noKeyring, openKeyring } from "./keyring.ts";
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

  test("with a keychain that hangs uses memory after 3 s, says so, and can be quit", async () => {
    const settings: unknown = await fetch(`${stack.urls.console}/config.json`).then((reply) =>
      reply.json(),
    );
    const profile = await createProfile(settings);
    const keyring = await openKeyring();
    try {
      keyring.pause();
      const env = { ...display.env, ...keyring.env };
      const { app, page } = await launchDesktop({ runtime, profile, env });
      expect(await page.evaluate(() => window.synapse!.session.storageKind())).toBe("memory");
      const [tray] = await traysOf(app);
      expect(tray?.items).toContain("No keychain: you sign in again at the next start");
      const asked = performance.now();
      await app.close();
      expect(performance.now() - asked).toBeLessThan(5_000);
      const next = await launchDesktop({ runtime, profile, env: { ...display.env, ...noKeyring } });
      await next.app.close();
    } finally {
      await keyring.stop();
      await profile.remove();
    }
  });
});
