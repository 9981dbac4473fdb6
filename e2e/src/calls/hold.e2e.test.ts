import { describe, it } from "vitest";
import {
  expectNoOwnSound,
  expectOwnSound,
  expectSilence,
  expectTone,
} from "../harness/browser/audio-probe.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { tones } from "../harness/browser/tone.ts";

/** Waits until both hear each other. */
async function expectTalk(ada: Console, carl: Portal, timeout = 20_000): Promise<void> {
  await Promise.all([
    expectTone(ada.page, tones.customer, timeout),
    expectTone(carl.page, tones.agent, timeout),
  ]);
}

describe("a call on hold", () => {
  endCallsAfterEach();

  // oxlint-disable-next-line vitest/expect-expect
  it("is silent for both but for the customer's hold music, after a reload of either too, and resumed they hear each other", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.answer();
    await expectTalk(ada, carl);

    await ada.press("Hold");
    await Promise.all([expectSilence(ada.page, 20_000), expectSilence(carl.page, 20_000)]);
    await expectOwnSound(carl.page, 20_000);

    await ada.page.reload();
    await ada.button("Resume").waitFor({ timeout: 20_000 });
    await carl.page.reload();
    await carl.onCallWith("Ada", 20_000);
    await expectOwnSound(carl.page, 20_000);
    await Promise.all([expectSilence(ada.page, 20_000), expectSilence(carl.page, 20_000)]);

    await ada.press("Resume");
    await Promise.all([expectTalk(ada, carl), expectNoOwnSound(carl.page, 20_000)]);
  }, 180_000);
});
