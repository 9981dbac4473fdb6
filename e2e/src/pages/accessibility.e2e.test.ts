import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./axe.ts";
import { newProfile } from "../harness/browser/browsers.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";

const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
const softphone = { viewport: { width: 380, height: 640 } };

/** Presses Tab until the button of this name has the focus, as a person without a mouse does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const target = page.getByRole("button", { name, exact: typeof name === "string" }).first();
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element.matches(":focus"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${String(name)}`);
}

async function pressOn(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

describe("every screen passes axe, in light and dark", () => {
  endCallsAfterEach();

  it("of a call from customer to agent", async () => {
    const signIn = await (await newProfile("agent", softphone)).newPage();
    await signIn.goto(stack.urls.console);
    await signIn.getByRole("button", { name: "Sign in as Ada" }).waitFor();
    await expectAccessible(signIn, "console-sign-in");
    const [ada, carl] = await Promise.all([
      Console.open("ada", { context: softphone }),
      Portal.open("carl", { context: phone }),
    ]);
    await expectAccessible(ada.page, "console-ready");
    await expectAccessible(carl.page, "portal");
    await carl.button("Need help?").click();
    await carl.button("Call").waitFor();
    await expectAccessible(carl.page, "widget-open");
    await carl.button("Call").click();
    await ada.rings("Carl Customer");
    await carl.button("Cancel").waitFor();
    await expectAccessible(ada.page, "console-incoming");
    await expectAccessible(carl.page, "widget-ringing");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await expectAccessible(ada.page, "console-on-call");
    await expectAccessible(carl.page, "widget-on-call");
    await ada.hangUp();
    await carl.notOnCall();
    await expectAccessible(carl.page, "widget-ended");
    await ada.openTab("Calls");
    await ada.shows("Carl Customer");
    await expectAccessible(ada.page, "console-history");
    // Nine screens, each looked at in light and dark: on a machine that does much else beside, more
    // than the usual limit.
  }, 240_000);

  it("of the console at full width, with nobody found, and of a call to a customer", async () => {
    const [ada, carl] = await Promise.all([
      Console.open("ada", { context: { viewport: { width: 1280, height: 800 } } }),
      Portal.open("carl"),
    ]);
    await ada.searchCustomers("zzzz");
    await ada.shows(/no customer/iu);
    await expectAccessible(ada.page, "console-no-customers");
    await ada.callCustomer("Carl Customer");
    await carl.rings("Ada");
    await expectAccessible(ada.page, "console-calling");
    await expectAccessible(carl.page, "widget-incoming");
  });

  it("when the microphone is refused, on both sides", async () => {
    const [ada, carl] = await Promise.all([
      Console.open("ada", { context: { ...softphone, permissions: [] } }),
      Portal.open("carl", { context: { ...phone, permissions: [] } }),
    ]);
    await Promise.all([ada, carl].map(({ page }) => refuseMicrophone(page)));
    await carl.call();
    await carl.shows(/blocks the microphone/u, 10_000);
    await expectAccessible(carl.page, "widget-microphone-refused");
    await carl.page.close();
    await ada.callCustomer("Dora Customer");
    await ada.shows(/microphone is blocked/u, 10_000);
    await expectAccessible(ada.page, "console-microphone-refused");
  });
});

/** Refuses the microphone as a browser does. The fake devices of a test browser are always allowed. */
async function refuseMicrophone(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  });
}

describe("without a mouse", () => {
  endCallsAfterEach();

  it("a whole call can be held, from sign-in to hang-up, on both sides", async () => {
    const [agentPage, customerPage] = await Promise.all([
      (await newProfile("agent")).newPage(),
      (await newProfile("customer")).newPage(),
    ]);
    await Promise.all([agentPage.goto(stack.urls.console), customerPage.goto(stack.urls.portal)]);
    const [ada, carl] = [new Console(agentPage), new Portal(customerPage)];
    await Promise.all([
      pressOn(agentPage, "Sign in as Ada"),
      pressOn(customerPage, "Sign in as Carl"),
    ]);
    await ada.isReady();
    await pressOn(customerPage, "Need help?");
    await pressOn(customerPage, "Call");
    await pressOn(agentPage, "Answer");
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await pressOn(customerPage, "Mute");
    await ada.shows(/muted/iu);
    await pressOn(agentPage, "Hang up");
    await Promise.all([ada.notOnCall(), carl.notOnCall()]);
    expect(await carl.button("Hang up").count()).toBe(0);
  });
});
