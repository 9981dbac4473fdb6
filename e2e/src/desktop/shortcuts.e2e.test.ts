import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { type Console, Portal } from "../harness/people/screens.ts";
import { chooseInTray, closeWindow, isWindowVisible, traysOf } from "./harness/app-actions.ts";
import { type Desktop } from "./harness/app.ts";
import { ringShown } from "./harness/ring-actions.ts";
import { openDesk, type Desk } from "./harness/window-manager.ts";
import { openWorkplace, renewPresence, signInAsAda, type Workplace } from "./harness/workplace.ts";

describe.runIf(process.platform === "linux")("keys that work in every program", () => {
  let place: Workplace;
  let desk: Desk;
  let desktop: Desktop;
  let ada: Console;
  let releaseKey: () => Promise<void>;

  beforeAll(async () => {
    place = await openWorkplace();
    desk = place.add(await openDesk(place.display));
    // Another program has the keys of Hang up before the app starts.
    releaseKey = await desk.takeKey("F10");
    desktop = await place.launch({ switches: ["--use-fake-device-for-media-stream"] });
    ada = await signInAsAda(desktop);
  });
  afterAll(async () => {
    await releaseKey?.();
    await place?.close();
  });
  endCallsAfterEach();

  const trayItems = async (): Promise<readonly string[]> =>
    (await traysOf(desktop.app))[0]?.items ?? [];
  const hasFocus = (): Promise<boolean> => desktop.page.evaluate(() => document.hasFocus());
  const problem = () => ada.page.getByText(/^Hang up: Ctrl\+Shift\+F10 can't be used\./u);

  test("are named if another program has them, until it has not", async () => {
    await ada.openTab("Settings");
    await problem().waitFor();
    expect(await ada.page.getByText(/: Ctrl.* can't be used/u).count()).toBe(1);
    await releaseKey();
    await ada.openTab("Calls");
    await ada.openTab("Settings");
    await ada.button(/^Hang up: Ctrl\+Shift\+F10/u).waitFor();
    await expect.poll(() => problem().count()).toBe(0);
  });

  test("are chosen by pressing them, and those of another action are refused", async () => {
    await ada.openTab("Settings");
    await chooseInTray(desktop.app, "Open");
    await expect.poll(hasFocus).toBe(true);
    const answer = ada.button(/^Answer: /u);
    await answer.click();
    await ada.text("Esc keeps the present keys.").waitFor();
    await desk.press("ctrl+shift+F9");
    await ada.text("Ctrl+Shift+F9 is already for “Mute or unmute”.").waitFor();
    await desk.press("ctrl+alt+a");
    await expect.poll(() => answer.textContent()).toBe("Ctrl+Alt+A");
  });

  test("are no headset's, which has buttons of its own and is found by WebHID", async () => {
    await ada.openTab("Settings");
    await ada.page.getByRole("link", { name: "Choose and test devices" }).click();
    await ada.text("No headset with such buttons is plugged in.").waitFor();
    expect(await ada.page.getByRole("region", { name: "Headset buttons" }).count()).toBe(1);
    expect(desktop.pageErrors).toEqual([]);
  });

  test("answer, mute and hang up while another program has the keyboard", async () => {
    await closeWindow(desktop.app);
    const terminal = await desk.openTerminal();
    await renewPresence(desktop.app);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    await ringShown(desktop.app, "Carl Customer");
    await desk.press("ctrl+shift+F9", "ctrl+shift+F10");
    await ringShown(desktop.app, "Carl Customer");
    expect(await terminal.hasFocus()).toBe(true);
    await desk.press("ctrl+alt+a");
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    expect(await isWindowVisible(desktop.app)).toBe(true);
    // A press right after the one during the ring would count as its repeat.
    await ada.shows(/0:0[1-9]/u);

    await closeWindow(desktop.app);
    await expect.poll(terminal.hasFocus).toBe(true);
    // Held down for longer than it takes until keys repeat.
    await desk.hold("ctrl+shift+F9", 1_500);
    await expect.poll(trayItems).toContain("Unmute");
    await desk.press("ctrl+shift+F10");
    await carl.notOnCall();
    expect(await terminal.typed()).toBe("");
    await terminal.close();
    await carl.close();
  });
});
