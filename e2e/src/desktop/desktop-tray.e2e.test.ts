import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stack, startProcess, crashProcessForGood } from "../harness/stack/stack.ts";
import { endCallsAfterEach, endedCall, signedIn } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import {
  chooseInTray,
  closeWindow,
  crashPage,
  isWindowMinimised,
  isWindowVisible,
  questionsOf,
  traysOf,
  type TrayView,
} from "./harness/app-actions.ts";
import {
  createProfile,
  launchDesktop,
  toneMicrophone,
  type Desktop,
  type LaunchOptions,
  type Profile,
} from "./harness/app.ts";
import { openDesktopBus, openTrayHost, type DesktopBus } from "./harness/desktop-bus.ts";
import { openDisplay, openWindowManager, type Display } from "./harness/display.ts";
import { consoleSettings, prepareDesktop } from "./harness/prepared.ts";
import { leasedDevices } from "./harness/leases.ts";
import { renewPresence } from "./harness/workplace.ts";
import { expectSomeoneAtWork } from "../harness/people/at-work.ts";

const run = promisify(execFile);
const noTray = "This desktop has no tray, so closing the window minimised it. Calls still ring";

describe("the desktop app and the desktop around it", () => {
  let display: Display;
  let windowManager: { stop(): Promise<void> };
  let bus: DesktopBus;
  let profile: Profile;
  let options: LaunchOptions;
  let desktop: Desktop;
  let ada: Console;
  let database: Client;

  beforeAll(async () => {
    const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
    display = await openDisplay();
    windowManager = await openWindowManager(display);
    bus = await openDesktopBus();
    profile = await createProfile(settings);
    database = new Client({ connectionString: stack.urls.database });
    await database.connect();
    const switches = await toneMicrophone(profile);
    options = { runtime, profile, env: { ...display.env, ...bus.env }, switches };
    await start();
  });
  afterAll(async () => {
    await desktop?.app.close();
    await database?.end();
    await bus?.stop();
    await windowManager?.stop();
    await display?.stop();
    await profile?.remove();
  });
  endCallsAfterEach();

  /** The bus has no keychain, so Ada signs in at each start. */
  async function start(switches: readonly string[] = []): Promise<void> {
    desktop = await launchDesktop({
      ...options,
      switches: [...(options.switches ?? []), ...switches],
    });
    ada = new Console(desktop.page);
    // A click would wait for frames, which a minimised window does not draw.
    await ada.button("Sign in as Ada").dispatchEvent("click");
    await ada.isReady();
  }

  const tray = async (): Promise<TrayView | undefined> => (await traysOf(desktop.app))[0];
  const trayText = async (): Promise<string | undefined> => (await tray())?.toolTip.split("\n")[1];
  const choose = (label: string): Promise<void> => chooseInTray(desktop.app, label);

  async function takeCalls(): Promise<void> {
    await renewPresence(desktop.app);
    await expectSomeoneAtWork();
  }

  async function carlCalls(): Promise<Portal> {
    await takeCalls();
    const carl = await Portal.open("carl");
    await carl.call();
    await expect.poll(trayText).toBe("Someone is calling you");
    return carl;
  }

  /** Returns what the window manager says about the app's window. */
  async function windowState(): Promise<string> {
    const id = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getNativeWindowHandle().readUInt32LE(),
    );
    const env = { ...process.env, ...display.env };
    const { stdout } = await run("xprop", ["-id", `${id}`, "WM_STATE"], { env });
    return /window state: (\w+)/u.exec(stdout)?.[1] ?? "none";
  }

  test("closing minimises without a tray, and says why; with a tray it hides", async () => {
    const { app, page } = desktop;
    await closeWindow(app);
    await expect.poll(() => isWindowMinimised(app)).toBe(true);
    await expect.poll(windowState).toBe("Iconic");
    await page.getByText(noTray).waitFor();
    await choose("Open");
    await expect.poll(windowState).toBe("Normal");

    const host = await openTrayHost(bus.env);
    await closeWindow(app);
    await expect.poll(() => isWindowVisible(app)).toBe(false);
    // The icon was made before there was a tray.
    await expect.poll(host.icons).toBe(1);
    await expect.poll(windowState).not.toBe("Normal");
    expect(await isWindowMinimised(app)).toBe(false);
    await choose("Open");
    await expect.poll(windowState).toBe("Normal");

    await host.stop();
    const banner = page.getByRole("status").filter({ hasText: noTray });
    await banner.getByRole("button", { name: "Close" }).click();
    await banner.waitFor({ state: "detached" });
    await closeWindow(app);
    await expect.poll(windowState).toBe("Iconic");
    await page.getByText(noTray).waitFor();
    await choose("Open");
  });

  test("a call is answered, muted and hung up in the tray, and only it keeps the computer awake", async () => {
    expect(bus.inhibitions()).toEqual({ started: 0, ended: 0, held: [] });
    const carl = await carlCalls();
    expect(bus.inhibitions()).toMatchObject({ started: 0, ended: 0 });
    expect((await tray())?.items).toEqual(
      expect.arrayContaining(["From Carl Customer", "Answer", "Decline"]),
    );
    await choose("Answer");
    await Promise.all([carl.onCallWith("Ada"), ada.onCallWith("Carl")]);
    await expect.poll(() => bus.inhibitions()).toMatchObject({ started: 1, ended: 0 });

    await choose("Mute");
    await ada.button("Unmute").waitFor();
    await expect.poll(async () => (await tray())?.items).toContain("Your microphone is muted");
    await choose("Unmute");
    await ada.button("Mute").waitFor();

    await choose("Hang up");
    await Promise.all([carl.notOnCall(2_000), ada.notOnCall(2_000)]);
    expect(await questionsOf(desktop.app)).toEqual([]);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    await expect.poll(() => bus.inhibitions()).toEqual({ started: 1, ended: 1, held: [] });
    await expect.poll(trayText).toBe("Available: calls reach you");
  });

  test("a ring is declined in the tray", async () => {
    await carlCalls();
    await choose("Decline");
    await ada.stopsRinging();
    await expect.poll(trayText).toBe("Available: calls reach you");
  });

  test("the settings open from the tray, and start the app at the login", async () => {
    await choose("Settings");
    const file = join(profile.folder, "../autostart/synapse-voice.desktop");
    const box = desktop.page.getByRole("checkbox", { name: /^Start Synapse Voice in the tray/u });
    await box.check();
    expect(await readFile(file, "utf8")).toMatch(/^Exec=".*electron" .*"--hidden"$/mu);
    await box.uncheck();
    await expect(readFile(file, "utf8")).rejects.toThrow("ENOENT");
  });

  test("a shutdown waits for a call to be hung up and for the sign-off, without a question", async () => {
    const carl = await carlCalls();
    await choose("Answer");
    await Promise.all([carl.onCallWith("Ada"), ada.onCallWith("Carl")]);
    expect(await bus.shutdownDelays()).toBe(1);
    const closed = desktop.app.waitForEvent("close");
    bus.shutDown();
    await expect.poll(() => bus.shutdownDelays(), { interval: 10 }).toBe(0);
    // The system would end the app, or the network, from now on.
    expect(await leasedDevices(database)).toBe(0);
    expect(await (await signedIn("ada")).liveCalls()).toEqual([]);
    await Promise.all([carl.notOnCall(2_000), closed]);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
  });

  test("started at the login it stays in the task bar, and with a tray in that", async () => {
    await start(["--hidden"]);
    await expect.poll(() => isWindowMinimised(desktop.app)).toBe(true);
    await expect.poll(windowState).toBe("Iconic");
    await desktop.app.close();
    const host = await openTrayHost(bus.env);
    await start(["--hidden"]);
    expect(await isWindowVisible(desktop.app)).toBe(false);
    await choose("Open");
    await expect.poll(windowState).toBe("Normal");
    await host.stop();
  });

  test("a call whose page crashed is hung up in the tray, and the computer may sleep again", async () => {
    const carl = await carlCalls();
    await choose("Answer");
    await Promise.all([carl.onCallWith("Ada"), ada.onCallWith("Carl")]);
    await crashPage(desktop.app);
    expect(await trayText()).toBe("On a call");
    await choose("Hang up");
    await carl.notOnCall(2_000);
    await expect.poll(() => bus.inhibitions().held).toEqual([]);
  });

  test("without the server the tray and the server agree that calls reach nobody", async () => {
    await takeCalls();
    await crashProcessForGood("server");
    const disagreedAt: number[] = [];
    const bothSayReachable = async (): Promise<boolean[]> => {
      const both = [
        /calls reach you/u.test((await trayText()) ?? ""),
        (await leasedDevices(database)) > 0,
      ];
      if (both[0] !== both[1]) disagreedAt.push(performance.now());
      return both;
    };
    try {
      await expect
        .poll(bothSayReachable, { timeout: 26_000, interval: 250 })
        .toEqual([false, false]);
      expect(await trayText()).toMatch(
        /^Calls can't reach you: no connection to the server since \d\d:\d\d$/u,
      );
      expect(Math.max(0, ...disagreedAt) - (disagreedAt[0] ?? 0)).toBeLessThan(2_000);
    } finally {
      await startProcess("server");
    }
    await expect.poll(trayText, { timeout: 25_000 }).toBe("Available: calls reach you");
  });
});
