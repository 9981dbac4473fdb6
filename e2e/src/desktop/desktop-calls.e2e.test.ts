import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Desktop } from "./harness/app.ts";
import { toneMicrophone } from "./harness/app.ts";
import {
  chooseInTray,
  closeWindow,
  filesWith,
  isWindowVisible,
  questionsOf,
  replyToQuestions,
  traysOf,
} from "./harness/app-actions.ts";
import { ringingPage, ringPage } from "./harness/ring-actions.ts";
import { expectTone, installAudioProbe } from "../harness/browser/audio-probe.ts";
import { expectSomeoneAtWork } from "../harness/people/at-work.ts";
import { signedIn, endCallsAfterEach, endedCall } from "../harness/people/people.ts";
import { CallScreen, Console, Portal } from "../harness/people/screens.ts";
import { tones } from "../harness/browser/tone.ts";
import { openWorkplace, renewPresence, trayText, type Workplace } from "./harness/workplace.ts";

describe("an agent at the desktop app", () => {
  let place: Workplace;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    place = await openWorkplace();
    await start();
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
  });
  afterAll(() => place?.close());
  endCallsAfterEach();

  async function start(): Promise<void> {
    desktop = await place.launch({ switches: await toneMicrophone(place.profile) });
    await desktop.app.context().addInitScript(installAudioProbe);
    await desktop.page.reload();
    ada = new Console(desktop.page);
  }

  /** Waits until the tray shows a text. It depends on presence, which is renewed every 10 s. */
  async function expectTray(text: string): Promise<void> {
    await expect.poll(() => trayText(desktop.app), { timeout: 15_000 }).toBe(text);
  }

  test("hears a customer call although the window is closed, answers, and both hear each other", async () => {
    await expectTray("Available: calls reach you");
    await closeWindow(desktop.app);
    await expectSomeoneAtWork();
    const carl = await Portal.open("carl");
    await carl.call();
    const ring = new CallScreen(await ringPage(desktop.app));
    await ring.rings("Carl Customer");
    await ringingPage(desktop);
    await expectTray("Someone is calling you");
    expect(await isWindowVisible(desktop.app)).toBe(false);
    await ring.answer();
    await expect.poll(() => isWindowVisible(desktop.app), { timeout: 5_000 }).toBe(true);
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await Promise.all([
      expectTone(desktop.page, tones.customer),
      expectTone(carl.page, tones.agent),
    ]);
    await expectTray("On a call");
    await ada.hangUp();
    await Promise.all([ada.notOnCall(2_000), carl.notOnCall(2_000)]);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    await expectTray("Available: calls reach you");
    expect(desktop.pageErrors).toEqual([]);
  });

  test("goes away and comes back from the tray", async () => {
    await chooseInTray(desktop.app, "Away");
    await expectTray("Away: only calls to you by name reach you");
    await chooseInTray(desktop.app, "Available");
    await expectTray("Available: calls reach you");
  });

  describe("with work after a call", () => {
    const wrapUpFor = async (wrapUpSeconds: number): Promise<void> =>
      expect(
        (await (await signedIn("alex")).send("PATCH", "/api/tenant/settings", { wrapUpSeconds }))
          .status,
      ).toBe(200);
    beforeAll(() => wrapUpFor(300));
    afterAll(() => wrapUpFor(0));

    test("reads of it in the tray, and is ready from there", async () => {
      await expectSomeoneAtWork();
      const carl = await Portal.open("carl");
      await carl.call();
      await ada.rings("Carl Customer");
      await ada.answer();
      await ada.onCallWith("Carl");
      await ada.hangUp();
      await expectTray("Wrapping up: only calls to you by name reach you");
      await chooseInTray(desktop.app, "I'm ready");
      await expectTray("Available: calls reach you");
      expect((await traysOf(desktop.app))[0]?.items).not.toContain("I'm ready");
    });
  });

  test("who quits during a call is asked, then hangs up and signs off", async () => {
    // The device comes back with the renewal that follows a change.
    await chooseInTray(desktop.app, "Away");
    await expectTray("Away: only calls to you by name reach you");
    await chooseInTray(desktop.app, "Available");
    await expectSomeoneAtWork();
    const carl = await Portal.open("carl");
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);

    await closeWindow(desktop.app);
    await replyToQuestions(desktop.app, 1);
    await chooseInTray(desktop.app, "Quit");
    const question = ["You're on a call", "Hang up and quit", "Stay on the call"];
    await expect.poll(() => questionsOf(desktop.app)).toEqual([question]);
    expect(await isWindowVisible(desktop.app)).toBe(true);
    await ada.onCallWith("Carl");

    await replyToQuestions(desktop.app, 0);
    const closed = desktop.app.waitForEvent("close");
    await chooseInTray(desktop.app, "Quit");
    await Promise.all([carl.notOnCall(2_000), closed]);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    const { body } = await (await signedIn("carl")).send("GET", "/api/voip/queue");
    expect(body).toMatchObject({ staffed: false });
    await start();
    await ada.isReady();
  });

  test("who signs out during a call is asked, then hangs up", async () => {
    await renewPresence(desktop.app);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await ada.openTab("Settings");
    await ada.press("Sign out");
    const question = ada.page.getByRole("group", { name: "You're on a call." });
    await question.getByRole("button", { name: "Cancel" }).waitFor();
    await ada.onCallWith("Carl");
    await ada.page.mouse.move(0, 0);
    await question.getByRole("button", { name: "Sign out" }).click();
    await carl.notOnCall(2_000);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
  });

  test("is still signed in after a restart, and leaves no token on the disk after signing out", async () => {
    await desktop.app.close();
    await start();
    await ada.isReady();
    const key = await desktop.page.evaluate(() =>
      Object.keys(localStorage).filter((name) => name.includes("auth")),
    );
    expect(key).toEqual([]);
    expect(await filesWith(place.profile.folder, "refresh_token")).toEqual([]);
    await ada.openTab("Settings");
    await ada.button("Sign out").click();
    await ada.button("Sign in as Ada").waitFor();
    await expectTray("Signed out: calls can't reach you");
    await desktop.app.close();
    for (const trace of ["refresh_token", "eyJhbGciOi"])
      expect(await filesWith(place.profile.folder, trace)).toEqual([]);
    await start();
    await ada.button("Sign in as Ada").waitFor();
  });
});
