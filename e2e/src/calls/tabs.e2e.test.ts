import { describe, expect, it } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";

const tabCount = 10;

describe("a customer with ten tabs in one browser", () => {
  endCallsAfterEach();

  it("calls without waiting for other tabs, is rung in all, and all stop at the answer", async () => {
    const [ada, profile] = await Promise.all([Console.open("ada"), newProfile("customer")]);
    const tabs = [await Portal.openIn(profile, "carl")];
    // The first tab has signed the profile in.
    const others = Array.from({ length: tabCount - 1 }, () => Portal.openIn(profile, "carl"));
    tabs.push(...(await Promise.all(others)));
    const [first, second, last] = [tabs[0]!, tabs[1]!, tabs[tabCount - 1]!];

    // Browsers open six connections to a server. Ten long polls would starve the command.
    const requested = last.page.waitForRequest(/start-call/u);
    await last.call();
    const request = await requested;
    const requestedAt = Date.now();
    await (await request.response())?.finished();
    expect(Date.now() - requestedAt).toBeLessThan(2_000);
    await ada.rings("Carl Customer");
    await last.cancel();
    await ada.stopsRinging();

    await ada.callCustomer("Carl Customer");
    await Promise.all(tabs.map((tab) => tab.rings("Ada")));
    await second.answer();
    await second.onCallWith("Ada");
    await Promise.all(tabs.map((tab) => tab.stopsRinging(2_000)));
    expect(await first.button("Hang up").count()).toBe(0);
  });
});
