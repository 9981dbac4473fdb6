import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectOwnSound, installAudioProbe } from "../harness/browser/audio-probe.ts";
import { tones, writeTone } from "../harness/browser/tone.ts";
import { endCallsAfterEach, signedIn } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { chooseInTray, traysOf } from "./app-actions.ts";
import { createProfile, launchDesktop, type Desktop, type Profile } from "./app.ts";
import { openDisplay, type Display } from "./display.ts";
import { noKeyring } from "./keyring.ts";
import { prepareDesktop } from "./prepared.ts";

interface TestGlobals {
  testMessages: string[];
  testTokens: Set<string>;
}

describe("the pages of the desktop app", () => {
  let display: Display;
  let profile: Profile;
  let sounds: string;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    const [runtime, settings] = await Promise.all([
      prepareDesktop(),
      fetch(`${stack.urls.console}/config.json`).then((reply) => reply.json()),
    ]);
    sounds = await mkdtemp(join(tmpdir(), "synapse-desktop-tone-"));
    const tone = join(sounds, "agent.wav");
    await writeTone(tone, tones.agent);
    display = await openDisplay();
    profile = await createProfile(settings);
    desktop = await launchDesktop({
      runtime,
      profile,
      env: { ...display.env, ...noKeyring },
      modules: [join(import.meta.dirname, "record-messages.cjs")],
      switches: ["--use-fake-device-for-media-stream", `--use-file-for-fake-audio-capture=${tone}`],
    });
    await desktop.app.context().addInitScript(installAudioProbe);
    ada = new Console(desktop.page);
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
  });
  afterAll(async () => {
    await desktop?.app.close();
    await display?.stop();
    await profile?.remove();
    await rm(sounds, { recursive: true, force: true });
  });
  endCallsAfterEach();

  const trayText = async (): Promise<string | undefined> =>
    (await traysOf(desktop.app))[0]?.toolTip.split("\n")[1];

  /** Devices are forgotten before each test. A choice in the tray renews the presence at once. */
  async function renewPresence(): Promise<void> {
    await chooseInTray(desktop.app, "Away");
    await expect.poll(trayText).toContain("Away");
    await chooseInTray(desktop.app, "Available");
    await expect.poll(trayText).toBe("Available: calls reach you");
    const customer = await signedIn("carl");
    const isStaffed = async () =>
      ((await customer.send("GET", "/api/voip/queue")).body as { staffed: boolean }).staffed;
    await expect.poll(isStaffed).toBe(true);
  }

  test("a page that is reloaded while it rings still rings, and answers", async () => {
    await renewPresence();
    const carl = await Portal.open("carl");
    await carl.call();
    await ada.rings("Carl Customer");
    await desktop.page.reload();
    await ada.rings("Carl Customer");
    await expectOwnSound(desktop.page);
    expect(await trayText()).toBe("Someone is calling you");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    expect(desktop.pageErrors).toEqual([]);
    await ada.hangUp();
    await carl.notOnCall();
  });

  test("no page ever got a token of the session", async () => {
    const { tokens, messages, leaks } = await desktop.app.evaluate(() => {
      const { testMessages, testTokens } = globalThis as unknown as TestGlobals;
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
