import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesktopRuntime } from "../harness/electron/runtime.ts";
import { Console } from "../harness/people/screens.ts";
import { traysOf } from "./harness/app-actions.ts";
import {
  createProfile,
  launchDesktop,
  launchSecondInstance,
  runToExit,
  spawnDesktop,
  type Profile,
} from "./harness/app.ts";
import { openDisplay, type Display } from "./harness/display.ts";
import { noKeyring, openKeyring } from "./harness/keyring.ts";
import { consoleSettings, prepareDesktop } from "./harness/prepared.ts";

/** Replaces the settings of a profile with a folder, which can't be read as a file. */
async function breakSettings({ folder }: Profile): Promise<void> {
  const path = join(folder, "config.json");
  await rm(path);
  await mkdir(path);
}

/** Waits until the app has written this file, after the first line of its log. */
async function startedIn({ folder }: Profile): Promise<void> {
  await expect.poll(() => existsSync(join(folder, "device-id")), { timeout: 15_000 }).toBe(true);
}

/** Returns the process that has the lock of a profile; 0 for none. */
const processOf = async ({ folder }: Profile): Promise<number> =>
  Number((await readlink(join(folder, "SingletonLock")).catch(() => "")).split("-").at(-1));

const withoutSettings =
  /^start: .*error box: Synapse Voice is not set up yet: .*config\.json\n\napiUrl: is missing/msu;
const withBrokenSettings = /^start: .*error box: Synapse Voice can't start: EISDIR/msu;

describe("the start of the desktop app", () => {
  let runtime: DesktopRuntime;
  let display: Display;
  beforeAll(async () => {
    runtime = await prepareDesktop();
    display = await openDisplay();
  });
  afterAll(() => display?.stop());

  test("fails with the reason and code 1, and releases the lock", async () => {
    const profile = await createProfile({});
    const env = { ...display.env, ...noKeyring };
    const modules = [join(import.meta.dirname, "harness/print-error-boxes.cjs")];
    const fail = () => runToExit({ runtime, profile, env, modules });
    try {
      expect(await fail()).toEqual({ code: 1, output: expect.stringMatching(withoutSettings) });
      await breakSettings(profile);
      // With the lock held, this start would end with code 0 and without a reason.
      expect(await fail()).toEqual({ code: 1, output: expect.stringMatching(withBrokenSettings) });
    } finally {
      await profile.remove();
    }
  });

  test("goes on where nobody reads the error output any more", async () => {
    const profile = await createProfile(await consoleSettings());
    const env = { ...display.env, ...noKeyring };
    const modules = [join(import.meta.dirname, "harness/end-on-uncaught.cjs")];
    try {
      const desktop = spawnDesktop({ runtime, profile, env, modules });
      const ended = once(desktop, "exit");
      desktop.stderr.destroy();
      await startedIn(profile);
      desktop.kill("SIGTERM");
      expect(await ended).toEqual([0, null]);
    } finally {
      await profile.remove();
    }
  });

  test.runIf(process.platform === "linux")(
    "comes after the end, with the link, for a person who opens one while the app ends",
    async () => {
      const profile = await createProfile(await consoleSettings());
      const link = "synapse-voice://call?to=carl@customer.test";
      const options = { runtime, profile, env: { ...display.env, ...noKeyring } };
      const modules = [join(import.meta.dirname, "harness/hold-end.cjs")];
      try {
        const ending = spawnDesktop({ ...options, modules });
        const ended = once(ending, "exit");
        await startedIn(profile);
        ending.kill("SIGTERM");
        expect(await launchSecondInstance({ ...options, args: [link] })).toBe(0);
        await ended;
        let next = 0;
        const isStarted = async (): Promise<boolean> => {
          next = await processOf(profile);
          return next !== 0 && next !== ending.pid;
        };
        await expect.poll(isStarted, { timeout: 10_000 }).toBe(true);
        expect(await readFile(`/proc/${next}/cmdline`, "utf8")).toContain(link);
        process.kill(next, "SIGKILL");
      } finally {
        await profile.remove();
      }
    },
  );

  test("with a locked keychain uses memory after 3 s, says so, and can be quit", async () => {
    const profile = await createProfile(await consoleSettings());
    const keyring = await openKeyring(display.env);
    const env = { ...display.env, ...keyring.env };
    const launch = async () => {
      const desktop = await launchDesktop({ runtime, profile, env });
      const ada = new Console(desktop.page);
      await ada.button("Sign in as Ada").waitFor();
      return { ...desktop, ada };
    };
    try {
      const before = await launch();
      await before.ada.button("Sign in as Ada").click();
      await expect.poll(() => keyring.secrets()).not.toEqual([]);
      await before.app.close();

      await keyring.lock();
      const { app, page, ada } = await launch();
      expect(await page.evaluate(() => window.synapse!.session.storageKind())).toBe("memory");
      const notice = "The keychain can't be used: you sign in again at the next start";
      expect((await traysOf(app))[0]?.items).toContain(notice);
      await ada.button("Sign in as Ada").click();
      await page.getByText(notice).waitFor();
      await ada.openTab("Settings");
      await ada.button("Sign out").click();
      await ada.button("Sign in as Ada").waitFor();
      const asked = performance.now();
      await app.close();
      expect(performance.now() - asked).toBeLessThan(5_000);

      await keyring.unlock();
      const after = await launch();
      expect(await after.page.evaluate(() => window.synapse!.session.storageKind())).toBe(
        "keychain",
      );
      expect(await keyring.secrets()).toEqual([]);
      await after.app.close();
    } finally {
      await keyring.stop();
      await profile.remove();
    }
  });
});
