import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectTone, installAudioProbe } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import {
  chooseInTray,
  closeWindow,
  endPage,
  isWindowMinimised,
  isWindowVisible,
  textOfPage,
  traysOf,
} from "./harness/app-actions.ts";
import {
  launchSecondInstance,
  toneMicrophone,
  type Desktop,
  type LaunchOptions,
} from "./harness/app.ts";
import { openNotificationServer, type NotificationServer } from "./harness/notification-server.ts";
import { ringGone, ringPage, ringShown } from "./harness/ring-actions.ts";
import { openDesk } from "./harness/window-manager.ts";
import { openWorkplace, renewPresence, type Workplace } from "./harness/workplace.ts";

describe.runIf(process.platform === "linux")("parts of the desktop app that meet", () => {
  let place: Workplace;
  let notifications: NotificationServer;
  let options: LaunchOptions;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    place = await openWorkplace({ tray: false });
    place.add(await openDesk(place.display));
    notifications = place.add(await openNotificationServer(place.options.env));
    const { profile } = place;
    // Neither can be written, as on a disk that is full.
    await mkdir(join(profile.folder, "window.json"));
    await mkdir(join(profile.folder, "device-id"));
    options = { ...place.options, switches: await toneMicrophone(profile) };
    desktop = await place.launch({
      ...options,
      args: ["--hidden", "synapse-voice://call?to=carl@customer.test"],
    });
    ada = new Console(desktop.page);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();

  const toolTip = async (): Promise<string> => (await traysOf(desktop.app))[0]?.toolTip ?? "";
  async function callFromCarl(): Promise<Portal> {
    await renewPresence(desktop.app);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    return carl;
  }
  async function titles(...expected: string[]): Promise<void> {
    await expect.poll(notifications.titles, { timeout: 5_000 }).toEqual(expected);
  }
  async function countsMissedCall(): Promise<void> {
    await expect
      .poll(() => textOfPage(desktop.app).catch(() => ""), { timeout: 15_000 })
      .toContain("Calls\n1");
  }
  const question = (name: string): Locator =>
    ada.page.getByRole("dialog", { name: `Call ${name} Customer?` });

  test("a link that comes with a hidden start is seen", async () => {
    await expect.poll(() => isWindowVisible(desktop.app)).toBe(true);
    await desktop.app.context().addInitScript(installAudioProbe);
    await desktop.page.reload();
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
    await question("Carl").waitFor();
    await question("Carl").getByRole("button", { name: "Cancel" }).click();
  });

  test("the window closes and comes back where its place can't be kept", async () => {
    await closeWindow(desktop.app);
    await expect.poll(() => isWindowMinimised(desktop.app)).toBe(true);
    // As where a desktop starts what was open, and what starts at the login, too.
    expect(await launchSecondInstance({ ...options, args: ["--hidden"] })).toBe(0);
    expect(await isWindowMinimised(desktop.app)).toBe(true);
    await chooseInTray(desktop.app, "Open");
    await expect.poll(() => isWindowMinimised(desktop.app)).toBe(false);
  });

  test("a link makes way for a call that rings, and is asked about again after that", async () => {
    const link = "synapse-voice://call?to=dora@customer.test";
    expect(await launchSecondInstance({ ...options, args: [link] })).toBe(0);
    await question("Dora").waitFor();
    const carl = await callFromCarl();
    await ada.rings("Carl Customer");
    expect(await question("Dora").count()).toBe(0);
    await carl.cancel();
    await question("Dora").waitFor();
    await titles("Missed call from Carl Customer");
    await countsMissedCall();
    await question("Dora").getByRole("button", { name: "Cancel" }).click();
    // The agent is at the screen, which lists the missed call.
    await titles();
    await carl.close();
  });

  test("a missed call's notification outlives the page", async () => {
    const carl = await callFromCarl();
    await titles("Carl Customer is calling");
    await carl.cancel();
    await titles("Missed call from Carl Customer");
    await expect.poll(toolTip).toContain("1 missed call");
    await endPage(desktop.app, "SIGKILL");
    await countsMissedCall();
    await titles("Missed call from Carl Customer");
    expect(await toolTip()).toContain("1 missed call");
    await carl.close();
  });

  test.each(["SIGKILL", "SIGSTOP"] as const)(
    "a call answered in the ring window is heard within 10 s after %s of the console",
    async (signal) => {
      const carl = await callFromCarl();
      await ringShown(desktop.app, "Carl Customer");
      const page = await ringPage(desktop.app);
      const pid = await desktop.app.evaluate(() =>
        (
          globalThis as unknown as { testConsole: Electron.BrowserWindow }
        ).testConsole.webContents.getOSProcessId(),
      );
      process.kill(pid, signal);
      await page.getByRole("button", { name: "Answer" }).click();
      await expectTone(carl.page, tones.agent, 10_000);
      await ringGone(desktop.app, 10_000);
      await chooseInTray(desktop.app, "Hang up");
      await carl.notOnCall();
      await carl.close();
    },
  );
});
