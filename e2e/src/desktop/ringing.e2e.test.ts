import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  expectOwnSound,
  expectOwnSoundGoesOn,
  installAudioProbe,
} from "../harness/browser/audio-probe.ts";
import {
  changeAcmeSettings,
  endCallsAfterEach,
  restoreAcmeSettingsAfterEach,
  signedIn,
} from "../harness/people/people.ts";
import { type Console, Portal } from "../harness/people/screens.ts";
import {
  closeWindow,
  endAudio,
  endPage,
  isWindowVisible,
  textOfPage,
} from "./harness/app-actions.ts";
import { type Desktop } from "./harness/app.ts";
import { ringGone, ringingPage, ringOf, ringPage, ringShown } from "./harness/ring-actions.ts";
import { openDesk, type Desk, type Terminal } from "./harness/window-manager.ts";
import { openWorkplace, renewPresence, signInAsAda, type Workplace } from "./harness/workplace.ts";

describe("a call that rings while the agent works in another program", () => {
  let place: Workplace;
  let desk: Desk;
  let desktop: Desktop;
  let ada: Console;
  let terminal: Terminal;
  let carl: Portal;

  beforeAll(async () => {
    place = await openWorkplace();
    desk = place.add(await openDesk(place.display));
    desktop = await place.launch({ switches: ["--use-fake-device-for-media-stream"] });
    await desktop.app.context().addInitScript(installAudioProbe);
    await desktop.page.reload();
    ada = await signInAsAda(desktop);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();
  restoreAcmeSettingsAfterEach();

  beforeEach(async () => {
    await hideConsole();
    terminal = await desk.openTerminal();
    await renewPresence(desktop.app);
    carl = await Portal.open("carl");
    await carl.callByName("Ada");
  });
  afterEach(async () => {
    await terminal.close();
    await carl.close();
  });

  async function hideConsole(): Promise<void> {
    await closeWindow(desktop.app);
    await expect.poll(() => isWindowVisible(desktop.app)).toBe(false);
  }

  /** Returns the status of the call that Ada has now. */
  const callStatus = async (): Promise<string | undefined> =>
    (await (await signedIn("ada")).liveCalls())[0]?.status;

  /** Clicks a button of the ring window until the window is gone: its first 500 ms don't count. */
  async function clickInRing(side: "left" | "right"): Promise<void> {
    const { bounds } = await ringShown(desktop.app, "Carl Customer");
    const x = bounds.x + bounds.width * (side === "left" ? 0.25 : 0.75);
    const click = async (): Promise<boolean> => {
      if ((await ringOf(desktop.app)) === null) return false;
      await desk.click(Math.round(x), bounds.y + bounds.height - 30);
      return true;
    };
    await expect.poll(click, { interval: 250 }).toBe(false);
  }

  test("shows above all, and takes no key of what they type", async () => {
    const { id, bounds } = await ringShown(desktop.app, "Carl Customer");
    expect(bounds).toEqual({ width: 360, height: 160, x: 1280 - 376, y: 800 - 176 });
    await expect.poll(() => desk.statesOf(id)).toContain("_NET_WM_STATE_ABOVE");
    expect(await terminal.hasFocus()).toBe(true);
    await desk.press("l", "s", "Return", "Escape");
    await expect.poll(terminal.typed).toBe("ls\r\u001B");
    expect(await callStatus()).toBe("RINGING");
    expect((await ringShown(desktop.app, "Carl Customer")).text).toContain("Answer");
    expect(await isWindowVisible(desktop.app)).toBe(false);
    await ringingPage(desktop);

    await carl.cancel();
    await ringGone(desktop.app);
    expect(await terminal.hasFocus()).toBe(true);
  });

  test("shows above all at the next ring, too; a click answers, and shows the console", async () => {
    const { id } = await ringShown(desktop.app, "Carl Customer");
    await expect.poll(() => desk.statesOf(id)).toContain("_NET_WM_STATE_ABOVE");
    await clickInRing("right");
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await ringGone(desktop.app);
    expect(await isWindowVisible(desktop.app)).toBe(true);
    await expect.poll(terminal.hasFocus).toBe(false);
    expect(desktop.pageErrors).toEqual([]);
  });

  test("is declined by a click, and the console stays hidden", async () => {
    await clickInRing("left");
    await carl.shows("Ada can't talk right now.");
    await ringGone(desktop.app);
    expect(await isWindowVisible(desktop.app)).toBe(false);
  });

  test("is heard again where the process that plays it has ended", async () => {
    const page = await ringingPage(desktop);
    await endAudio(desktop.app);
    await expectOwnSoundGoesOn(page);
  });

  test("stops within 2 s when another device answers, and the console stays hidden", async () => {
    await ringShown(desktop.app, "Carl Customer");
    const api = await signedIn("ada");
    const [call] = await api.liveCalls();
    await api.send("POST", `/api/voip/calls/${call?.id}/accept`);
    await ringGone(desktop.app);
    expect(await isWindowVisible(desktop.app)).toBe(false);
  });

  test("is reached and answered by keyboard alone", async () => {
    const { id } = await ringShown(desktop.app, "Carl Customer");
    const goToRing = async (): Promise<boolean> => {
      await desk.press("alt+Tab");
      return (await ringPage(desktop.app)).evaluate(() => document.hasFocus());
    };
    await expect.poll(goToRing, { interval: 300 }).toBe(true);
    expect(await desk.statesOf(id)).toContain("_NET_WM_STATE_ABOVE");
    await desk.press("Tab", "Tab");
    const page = await ringPage(desktop.app);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe("Answer");
    const answer = async (): Promise<boolean> => {
      if ((await ringOf(desktop.app)) === null) return false;
      await desk.press("space");
      return true;
    };
    // The key does nothing right after the focus came.
    await expect.poll(answer, { interval: 800 }).toBe(false);
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    expect(await terminal.typed()).toBe("");
  });

  describe("for a minute", () => {
    beforeAll(() => changeAcmeSettings({ ringTimeoutSeconds: 60 }));

    test("rings on, seen and heard, when its pages are killed or stopped", async () => {
      const { app } = desktop;
      await ringShown(app, "Carl Customer");
      const page = await ringPage(app);
      // The console is killed: the ring window is heard in its place.
      await endPage(app, "SIGKILL");
      await expectOwnSound(page);
      await expect.poll(() => textOfPage(app)).toContain("Carl Customer");
      expect(await terminal.hasFocus()).toBe(true);

      for (const [signal, withinMs] of [
        ["SIGKILL", 5_000],
        ["SIGSTOP", 10_000],
      ] as const) {
        const before = await ringShown(app, "Carl Customer");
        process.kill(before.processId, signal);
        let id = 0;
        const isBack = async (): Promise<boolean> => {
          const ring = await ringOf(app).catch(() => null);
          if (ring === null || ring.processId === before.processId) return false;
          id = ring.id;
          return ring.isVisible && ring.text.includes("Carl Customer");
        };
        await expect.poll(isBack, { timeout: withinMs, interval: 100 }).toBe(true);
        await expect.poll(() => desk.statesOf(id)).toContain("_NET_WM_STATE_ABOVE");
        expect(await terminal.hasFocus()).toBe(true);
      }
      await carl.cancel();
      await ringGone(app);
    });
  });
});
