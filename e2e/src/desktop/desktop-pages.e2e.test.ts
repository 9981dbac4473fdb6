import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectTone, installAudioProbe } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { endPage, textOfPage } from "./harness/app-actions.ts";
import {
  createProfile,
  launchDesktop,
  toneMicrophone,
  type Desktop,
  type Profile,
} from "./harness/app.ts";
import { openDesktopBus, type DesktopBus } from "./harness/desktop-bus.ts";
import { openDisplay, type Display } from "./harness/display.ts";
import { consoleSettings, prepareDesktop } from "./harness/prepared.ts";
import { ringingPage } from "./harness/ring-actions.ts";
import { leasedDevices } from "./harness/leases.ts";
import { renewPresence, trayText } from "./harness/workplace.ts";
import { expectSomeoneAtWork } from "../harness/people/at-work.ts";

interface RecordedMessages {
  testMessages: string[];
  testTokens: Set<string>;
  testRequests: string[];
}

describe("the pages of the desktop app", () => {
  let display: Display;
  let bus: DesktopBus;
  let profile: Profile;
  let desktop: Desktop;
  let ada: Console;
  let database: Client;

  beforeAll(async () => {
    const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
    display = await openDisplay();
    bus = await openDesktopBus();
    profile = await createProfile(settings);
    database = new Client({ connectionString: stack.urls.database });
    await database.connect();
    desktop = await launchDesktop({
      runtime,
      profile,
      env: { ...display.env, ...bus.env },
      modules: [join(import.meta.dirname, "harness/record-messages.cjs")],
      switches: await toneMicrophone(profile),
    });
    await desktop.app.context().addInitScript(installAudioProbe);
    ada = new Console(desktop.page);
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
  });
  afterAll(async () => {
    await desktop?.app.close();
    await database?.end();
    await bus?.stop();
    await display?.stop();
    await profile?.remove();
  });
  endCallsAfterEach();

  async function takeCalls(): Promise<void> {
    await renewPresence(desktop.app);
    await expectSomeoneAtWork();
  }

  test("a page that is reloaded while it rings still rings, and answers", async () => {
    await takeCalls();
    const carl = await Portal.open("carl");
    await carl.call();
    await ada.rings("Carl Customer");
    await desktop.page.reload();
    await ada.rings("Carl Customer");
    // One page rings: the one that asked first when the console was reloaded.
    await ringingPage(desktop);
    expect(await trayText(desktop.app)).toBe("Someone is calling you");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    expect(desktop.pageErrors).toEqual([]);
    await ada.hangUp();
    await carl.notOnCall();
  });

  test("a page that is killed in a call is seen and heard within 5 s, a stopped one within 10 s", async () => {
    await takeCalls();
    const carl = await Portal.open("carl");
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.answer();
    // On a busy machine the first sound takes longer than the usual time.
    await Promise.all([ada.onCallWith("Carl"), expectTone(carl.page, tones.agent, 10_000)]);
    const seen = new Set<string>();
    const readPage = async (): Promise<string> => {
      seen.add(`${await trayText(desktop.app)}, ${await leasedDevices(database)} device`);
      return (await textOfPage(desktop.app)).replaceAll(/\s+/gu, " ");
    };
    for (const [signal, withinMs] of [
      ["SIGKILL", 5_000],
      ["SIGSTOP", 10_000],
    ] as const) {
      const sentAt = performance.now();
      const leftMs = (): number => withinMs - (performance.now() - sentAt);
      await endPage(desktop.app, signal);
      await expect
        .poll(readPage, { timeout: leftMs(), interval: 100 })
        .toContain("On call with Carl");
      await expectTone(carl.page, tones.agent, leftMs());
      expect(leftMs()).toBeGreaterThan(0);
    }
    expect([...seen]).toEqual(["On a call, 1 device"]);
  });

  test("after a sleep, the server is asked for presence and live calls within 10 s", async () => {
    await takeCalls();
    await desktop.app.evaluate(({ net }) => {
      const seen: string[] = [];
      Object.assign(globalThis, { testRequests: seen });
      const { fetch } = net;
      net.fetch = (input, init) => {
        const { url, method } = new Request(input, init);
        seen.push(`${method} ${new URL(url).pathname}`);
        return fetch.call(net, input, init);
      };
    });
    const requests = (): Promise<string[]> =>
      desktop.app.evaluate(() => (globalThis as unknown as RecordedMessages).testRequests);
    bus.sleepAndResume();
    await expect
      .poll(requests, { timeout: 10_000, interval: 100 })
      .toEqual(expect.arrayContaining(["PUT /api/voip/presence", "GET /api/voip/calls/live"]));
  });

  test("no page ever got a token of the session", async () => {
    const { tokens, messages, leaks } = await desktop.app.evaluate(() => {
      const { testMessages, testTokens } = globalThis as unknown as RecordedMessages;
      const leaking = testMessages.filter((message) =>
        [...testTokens].some((token) => message.includes(token)),
      );
      return {
        tokens: testTokens.size,
        messages: new Set(testMessages.map((message) => message.slice(0, 40))).size,
        leaks: leaking.map((message) => message.slice(0, 40)),
      };
    });
    expect(tokens).toBeGreaterThanOrEqual(2);
    expect(messages).toBeGreaterThan(5);
    expect(leaks).toEqual([]);
  });
});
