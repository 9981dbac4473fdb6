import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endCallsAfterEach, endedCall, signedIn } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import {
  chooseInTray,
  closeWindow,
  isWindowMinimised,
  isWindowVisible,
  questionsOf,
  traysOf,
  type TrayView,
} from "./app-actions.ts";
import {
  createProfile,
  launchDesktop,
  toneMicrophone,
  type Desktop,
  type LaunchOptions,
  type Profile,
} from "./app.ts";
import { openDesktopBus, openTrayHost, type DesktopBus } from "./desktop-bus.ts";
import { openDisplay, openWindowManager, type Display } from "./display.ts";
import { consoleSettings, prepareDesktop } from "./prepared.ts";

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

  beforeAll(async () => {
    const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
    display = await openDisplay();
    windowManager = await openWindowManager(display);
    bus = await openDesktopBus();
    profile = await createProfile(settings);
    const switches = await toneMicrophone(profile);
    options = { runtime, profile, env: { ...display.env, ...bus.env }, switches };
    await start();
  });
  afterAll(async () => {
    await desktop?.app.close();
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
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
  }

  const tray = async (): Promise<TrayView | undefined> => (await traysOf(desktop.app))[0];
  const trayText = async (): Promise<string | undefined> => (await tray())?.toolTip.split("\n")[1];
  const choose = (label: string): Promise<void> => chooseInTray(desktop.app, label);

  /** Devices are forgotten before each test. A choice in the tray renews the presence at once. */
  async function renewPresence(): Promise<void> {
    await choose("Away");
    await expect.poll(trayText).toContain("Away");
    await choose("Available");
    await expect.poll(trayText).toBe("Available: calls reach you");
    const customer = await signedIn("carl");
    const isStaffed = async () =>
      ((await customer.send("GET", "/api/voip/queue")).body as { staffed: boolean }).staffed;
    await expect.poll(isStaffed).toBe(true);
  }

  async function carlCalls(): Promise<Portal> {
    await renewPresence();
    const carl = await Portal.open("carl");
    await carl.call();
    await expect.poll(trayText).toBe("Someone is calling you");
    return carl;
  }

  /** Returns what the window manager says about the app's window. */
  async function windowState(): Promise<string> {
    const env = { ...process.env, ...display.env };
    const { stdout } = await run("xprop", ["-name", "Synapse Voice", "WM_STATE"], { env });
    return /window state: (\w+)/u.exec(stdout)?.[1] ?? stdout;
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
    await expect.poll(windowState).not.toBe("Normal");
    expect(await isWindowMinimised(app)).toBe(false);
    await choose("Open");
    await expect.poll(windowState).toBe("Normal");

    await host.stop();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await closeWindow(app);
    await expect.poll(windowState).toBe("Iconic");
    await page.getByText(noTray).waitFor();
    await choose("Open");
  });

  test("a call is answered, muted and hung up in the tray, and only it keeps the computer awake", async () => {
    expect(bus.inhibitions()).toEqual({ started: 0, ended: 0 });
    const carl = await carlCalls();
    expect(bus.inhibitions()).toEqual({ started: 0, ended: 0 });
    expect((await tray())?.items.slice(0, 4)).toEqual([
      "Someone is calling you",
      "From Carl Customer",
      "Answer",
      "Decline",
    ]);
    await choose("Answer");
    await Promise.all([carl.onCallWith("Ada"), ada.onCallWith("Carl")]);
    await expect.poll(() => bus.inhibitions()).toEqual({ started: 1, ended: 0 });

    await choose("Mute");
    await ada.button("Unmute").waitFor();
    await expect.poll(async () => (await tray())?.items).toContain("Your microphone is muted");
    await choose("Unmute");
    await ada.button("Mute").waitFor();

    await choose("Hang up");
    await Promise.all([carl.notOnCall(2_000), ada.notOnCall(2_000)]);
    expect(await questionsOf(desktop.app)).toEqual([]);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    await expect.poll(() => bus.inhibitions()).toEqual({ started: 1, ended: 1 });
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
    const before = bus.inhibitions();
    const closed = desktop.app.waitForEvent("close");
    const delays: number[] = [];
    void closed.then(() => delays.push(-1));
    bus.shutDown();
    while (!delays.includes(-1)) delays.push(await bus.shutdownDelays());
    expect(delays.at(0)).toBe(1);
    await carl.notOnCall(2_000);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    const { body } = await (await signedIn("carl")).send("GET", "/api/voip/queue");
    expect(body).toMatchObject({ staffed: false });
    await expect.poll(() => bus.shutdownDelays()).toBe(0);
    expect(before).toEqual({ started: 2, ended: 1 });
    await start();
  });

  test("started at the login it stays in the tray, and without one in the task bar", async () => {
    await desktop.app.close();
    const host = await openTrayHost(bus.env);
    await start(["--hidden"]);
    expect(await isWindowVisible(desktop.app)).toBe(false);
    await choose("Open");
    await expect.poll(windowState).toBe("Normal");
    await desktop.app.close();
    await host.stop();
    await start(["--hidden"]);
    await expect.poll(() => isWindowMinimised(desktop.app)).toBe(true);
    await expect.poll(windowState).toBe("Iconic");
  });
});
