import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectOwnSound, expectTone, installAudioProbe } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { person } from "../harness/people/api.ts";
import {
  changeAcmeSettings,
  endCallsAfterEach,
  restoreAcmeSettingsAfterEach,
  signedIn,
} from "../harness/people/people.ts";
import { Portal } from "../harness/people/screens.ts";
import { crashProcess, processIsBack } from "../harness/stack/stack.ts";
import {
  closeWindow,
  endPageUntilAsked,
  holdLoads,
  isQuestionShown,
  isWindowMinimised,
  isWindowVisible,
  questionsOf,
  replyToQuestions,
  textOfPage,
} from "./harness/app-actions.ts";
import { toneMicrophone } from "./harness/app.ts";
import type { Desktop } from "./harness/app.ts";
import { endRing, ringGone, ringPage, ringShown } from "./harness/ring-actions.ts";
import { openDesk, type Desk } from "./harness/window-manager.ts";
import {
  openWorkplace,
  renewPresence,
  signInAsAda,
  trayText,
  type Workplace,
} from "./harness/workplace.ts";

interface TestGlobals {
  testConsole: Electron.BrowserWindow;
  testRequests: string[];
}

describe("the desktop app, whatever happens to its pages", () => {
  let place: Workplace;
  let desk: Desk;
  let desktop: Desktop;

  beforeAll(async () => {
    place = await openWorkplace();
    desk = place.add(await openDesk(place.display));
    desktop = await place.launch({ switches: await toneMicrophone(place.profile) });
    await desktop.app.context().addInitScript(installAudioProbe);
    await signInAsAda(desktop);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();
  restoreAcmeSettingsAfterEach();

  async function expectTray(text: string): Promise<void> {
    await expect.poll(() => trayText(desktop.app), { timeout: 20_000 }).toBe(text);
  }
  const consoleText = async (): Promise<string> =>
    (await textOfPage(desktop.app)).replaceAll(/\s+/gu, " ");
  async function expectConsole(text: string, timeout = 5_000): Promise<void> {
    await expect.poll(consoleText, { timeout }).toContain(text);
  }

  /** Calls Ada by name. Without a page of the customer, that lasts 10 s. */
  async function carlCallsAda(): Promise<void> {
    const body = { calleeSupabaseId: person("ada").supabaseUserId };
    const { status } = await (await signedIn("carl")).send("POST", "/api/voip/start-call", body);
    expect(status).toBe(201);
  }

  /** Stops the process of the console's page. None of its timers runs from now on. */
  const stopPage = (): Promise<void> =>
    desktop.app.evaluate(() => {
      const { webContents } = (globalThis as unknown as TestGlobals).testConsole;
      process.kill(webContents.getOSProcessId(), "SIGSTOP");
    });

  /** Waits until the call rings. The window opens then, which takes longer on a busy machine. */
  async function expectRing(): Promise<void> {
    await expect
      .poll(() => trayText(desktop.app), { timeout: 2_000 })
      .toBe("Someone is calling you");
    await ringShown(desktop.app, "Carl Customer");
    expect(await isWindowVisible(desktop.app)).toBe(false);
  }

  async function hide(): Promise<void> {
    await closeWindow(desktop.app);
    await expect.poll(() => isWindowVisible(desktop.app)).toBe(false);
  }

  /** Kills the page until the app asks whether to try again. */
  async function killTenTimes(): Promise<void> {
    await replyToQuestions(desktop.app, null);
    // Two may have ended in the tests before.
    expect(await endPageUntilAsked(desktop.app, { forGood: true })).toBeGreaterThanOrEqual(8);
    await expect.poll(() => isQuestionShown(desktop.app)).toBe(true);
    const question = ["Synapse Voice has stopped", "Try again"];
    expect((await questionsOf(desktop.app)).at(-1)).toEqual(question);
  }

  describe("hidden in the tray", () => {
    beforeEach(async () => {
      await renewPresence(desktop.app);
      await hide();
    });

    test("a call rings within 2 s after an hour without a token, though the page stands still", async () => {
      await desktop.app.evaluate(({ net }) => {
        const seen: string[] = [];
        Object.assign(globalThis, { testRequests: seen });
        const { fetch } = net;
        net.fetch = (input, init) => {
          seen.push(new URL(new Request(input, init).url).pathname);
          return fetch.call(net, input, init);
        };
        const { now } = Date;
        Date.now = () => now.call(Date) + 3_600_000;
      });
      const requests = (): Promise<string[]> =>
        desktop.app.evaluate(() => (globalThis as unknown as TestGlobals).testRequests);
      await expect
        .poll(requests, { timeout: 20_000 })
        .toEqual(expect.arrayContaining(["/auth/v1/token", "/api/voip/presence"]));
      await expectTray("Available: calls reach you");
      await stopPage();
      await carlCallsAda();
      await expectRing();
      await expectOwnSound(await ringPage(desktop.app));
    });

    test("a call rings while a page sends requests without end", async () => {
      // By the main process, since Playwright's page ended in the test before.
      await expectConsole("Available", 20_000);
      await desktop.app.evaluate(() =>
        (globalThis as unknown as TestGlobals).testConsole.webContents.executeJavaScript(
          `for (let count = 0; count < 10_000; count += 1)
             synapse.preferences.change({ doNotDisturb: false }).catch(() => undefined);
           "sent"`,
        ),
      );
      await carlCallsAda();
      await ringShown(desktop.app, "Carl Customer");
      // The log is not full of refusals.
      const log = await readFile(join(place.profile.folder, "logs/app.log"), "utf8");
      expect(log.match(/too many requests/gu)?.length ?? 0).toBeLessThan(61);
    });

    test("a call rings within 2 s after the server and Supabase were restarted", async () => {
      const names = ["server", "gateway"] as const;
      await Promise.all(names.map(crashProcess));
      await Promise.all(names.map(processIsBack));
      await renewPresence(desktop.app);
      await carlCallsAda();
      await expectRing();
    });
  });

  describe("where the pages hang before they can be pinged", () => {
    beforeAll(() => changeAcmeSettings({ ringTimeoutSeconds: 60 }));

    test("they are replaced, and show the call", async () => {
      const carl = await Portal.open("carl");
      await renewPresence(desktop.app);
      await desktop.app.evaluate(({ app }) => {
        const { webContents } = (globalThis as unknown as TestGlobals).testConsole;
        const hang = (contents: Electron.WebContents): void =>
          void contents.once("did-navigate", () => {
            void contents.mainFrame.executeJavaScript("for (;;);");
          });
        hang(webContents);
        app.once("browser-window-created", (_event, ring) => hang(ring.webContents));
        webContents.reload();
      });
      await carl.callByName("Ada");
      await ringShown(desktop.app, "Carl Customer", 25_000);
      await expectConsole("Carl Customer", 10_000);
      await expectTray("Someone is calling you");
      await carl.cancel();
    });
  });

  describe("where the ring window's page ends ten times", () => {
    beforeAll(() => changeAcmeSettings({ ringTimeoutSeconds: 60 }));

    test("the console shows the call, also if it was minimised", async () => {
      await renewPresence(desktop.app);
      await desktop.app.evaluate(() => {
        const { testConsole } = globalThis as unknown as TestGlobals;
        testConsole.show();
        testConsole.minimize();
      });
      await expect.poll(() => isWindowMinimised(desktop.app)).toBe(true);
      const carl = await Portal.open("carl");
      await carl.callByName("Ada");
      await endRing(desktop.app);
      await expect.poll(() => isWindowMinimised(desktop.app)).toBe(false);
      await expectConsole("Carl Customer");
      await carl.cancel();
    });
  });

  describe("where the console's page was killed ten times in a row", () => {
    beforeEach(async () => {
      await killTenTimes();
      await renewPresence(desktop.app);
    });
    afterEach(() => replyToQuestions(desktop.app, 0));

    test("a button loads it again", async () => {
      await desk.press("Return");
      await expect.poll(() => isQuestionShown(desktop.app)).toBe(false);
      await expectConsole("Available");
      expect(await trayText(desktop.app)).toBe("Available: calls reach you");
    });

    test("calls ring, are heard, and an answer loads the console, which has the call", async () => {
      const carl = await Portal.open("carl");
      await carl.callByName("Ada");
      const { bounds } = await ringShown(desktop.app, "Carl Customer");
      await expectOwnSound(await ringPage(desktop.app));
      await expectTray("Someone is calling you");
      const answer = async (): Promise<boolean> => {
        await desk.click(Math.round(bounds.x + bounds.width * 0.75), bounds.y + bounds.height - 30);
        return isQuestionShown(desktop.app);
      };
      // Its first 500 ms don't count.
      await expect.poll(answer, { interval: 250 }).toBe(false);
      await Promise.all([carl.onCallWith("Ada"), expectConsole("On call with Carl")]);
      await expectTone(carl.page, tones.agent);
      await ringGone(desktop.app);
      await expectTray("On a call");
    });
  });

  test("a page that comes by itself after its tenth end takes the question back", async () => {
    const processOfPage = (): Promise<number> =>
      desktop.app.evaluate(() =>
        (globalThis as unknown as TestGlobals).testConsole.webContents.getOSProcessId(),
      );
    await replyToQuestions(desktop.app, null);
    const letLoad = await holdLoads(desktop.app);
    await endPageUntilAsked(desktop.app, { forGood: false });
    await expect.poll(() => isQuestionShown(desktop.app)).toBe(true);
    await letLoad();
    await expect.poll(() => isQuestionShown(desktop.app)).toBe(false);
    const loaded = await processOfPage();
    await expectConsole("Available");
    expect(await processOfPage()).toBe(loaded);
    await replyToQuestions(desktop.app, 0);
  });
});
