import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { newProfile } from "../harness/browser/browsers.ts";
import { expectSilence } from "../harness/browser/audio-probe.ts";
import { talking } from "../faults/fault-steps.ts";
import { signedIn, endCallsAfterEach, endedCall } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";

declare global {
  interface Window {
    alarms?: string[];
  }
}

/** Records from now on every alert of the page and of the widget, even a short one. */
const recordAlerts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const alarms: string[] = (window.alarms = []);
    for (const part of [document.body, document.querySelector("synapse-voice")?.shadowRoot]) {
      const note = (): void =>
        part
          ?.querySelectorAll('[role="alert"], [role="status"] b')
          .forEach(({ textContent }) => void alarms.push(textContent));
      if (part)
        new MutationObserver(note).observe(part, {
          subtree: true,
          childList: true,
          characterData: true,
        });
    }
  });
const alertsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => window.alarms ?? []);

describe("a call that an agent goes on with in another tab", () => {
  endCallsAfterEach();

  it("is heard there, and no longer in the tab that had it, which says so calmly and can take it back", async () => {
    const profile = await newProfile("agent");
    const first = await Console.openIn(profile, "ada");
    const [second, carl] = [await Console.openIn(profile, "ada"), await Portal.open("carl")];
    await carl.callByName("Ada");
    await Promise.all([first.rings("Carl Customer"), second.rings("Carl Customer")]);
    await first.answer();
    await talking(first, carl);
    const [call] = await (await signedIn("carl")).liveCalls();

    await second.shows("In another tab or on another device");
    await Promise.all([recordAlerts(first.page), recordAlerts(carl.page)]);
    await second.press("Continue here");
    await talking(second, carl);
    await Promise.all([
      first.shows("In another tab or on another device"),
      expectSilence(first.page),
    ]);

    await first.press("Continue here");
    await talking(first, carl);
    await expectSilence(second.page);
    expect([await alertsOf(first.page), await alertsOf(carl.page)]).toEqual([[], []]);
    await second.hangUp();
    await Promise.all([first.notOnCall(), carl.notOnCall()]);
    expect(await endedCall("carl")).toMatchObject({
      id: call!.id,
      status: "COMPLETED",
      endReason: "hung_up",
    });
  });

  it("rings on from there before it is answered", async () => {
    const profile = await newProfile("agent");
    const first = await Console.openIn(profile, "ada");
    const [second, carl] = [await Console.openIn(profile, "ada"), await Portal.open("carl")];
    await first.callCustomer("Carl Customer");
    await carl.rings("Ada");
    await second.shows("Calling from another tab or device");
    await second.press("Continue here");
    await first.shows("Calling from another tab or device");
    // The second tab has the call and renews the caller's lease. So the call continues without the
    // first tab.
    await first.close();
    await carl.answer();
    await talking(second, carl);
    await carl.hangUp();
    await second.notOnCall();
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
  });
});
