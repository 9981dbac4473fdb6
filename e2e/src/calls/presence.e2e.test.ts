import { describe, expect, it } from "vitest";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";

describe("a customer without a microphone", () => {
  endCallsAfterEach();

  it("is known to be there as soon as the agent has answered, and awaited while the page is gone", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.page.addInitScript(refuseMicrophone);
    await carl.page.reload();
    await ada.callCustomer("Carl Customer");
    await carl.rings("Ada");
    await carl.answer();
    await ada.onCallWith("Carl");
    const waiting = ada.text("Waiting for Carl…");
    await waiting.waitFor({ state: "detached", timeout: 1_500 });
    const portal = carl.page.url();
    await carl.page.goto("about:blank");
    await ada.shows(/Carl left the page/u, 2_000);
    await carl.page.goto(portal);
    await ada.text(/left the page/u).waitFor({ state: "detached", timeout: 15_000 });
    await expect.poll(() => waiting.isVisible(), { timeout: 1_500 }).toBe(false);
  });
});

/** Runs in the page. The fake devices of a test browser are always allowed. */
function refuseMicrophone(): void {
  // An empty page has none.
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
}
