import { describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import { newProfile } from "../harness/browser/browsers.ts";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { endCallsAfterEach, endedCall } from "../harness/people/people.ts";
import { CallScreen, Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { tones } from "../harness/browser/tone.ts";

/** Opens the example CRM, a page of a company with our React components. */
async function openCrm(): Promise<CallScreen> {
  const page = await (await newProfile("agent")).newPage();
  await page.goto(stack.urls.crm);
  await page.getByRole("button", { name: "Sign in as Ada" }).click();
  await page.getByText("Calls ring here").waitFor();
  return new CallScreen(page);
}

describe("a company's own CRM with the React components", () => {
  endCallsAfterEach();

  it("CallButton calls a customer, CallManager shows the call", async () => {
    const [crm, carl] = await Promise.all([openCrm(), Portal.open("carl")]);
    await crm.page
      .getByRole("row")
      .filter({ hasText: "Carl Customer" })
      .getByRole("button", { name: "Call" })
      .click();
    await carl.rings("Ada");
    await carl.answer();
    await Promise.all([crm.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await Promise.all([expectTone(crm.page, tones.customer), expectTone(carl.page, tones.agent)]);
    await crm.hangUp();
    await carl.notOnCall(2_000);
    expect(await endedCall("carl")).toMatchObject({
      status: "COMPLETED",
      fromUserType: "CRM_USER",
      toUserType: "PORTAL_CUSTOMER",
    });
  });

  it("CallManager rings and answers on whatever page it stands", async () => {
    const [crm, carl] = await Promise.all([openCrm(), Portal.open("carl")]);
    await carl.call();
    await crm.rings("Carl Customer");
    await crm.answer();
    await Promise.all([crm.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await expectTone(carl.page, tones.agent);
  });

  it("AgentSelector, opened by the page's own button, calls a colleague", async () => {
    const [crm, grace] = await Promise.all([
      openCrm(),
      Console.open("grace", { side: "customer" }),
    ]);
    await crm.button("Ask a colleague").click();
    await crm.page
      .getByRole("dialog")
      .getByRole("listitem")
      .filter({ hasText: "Grace Agent" })
      .getByRole("button", { name: /^Call/u })
      .click();
    await grace.rings("Ada Agent");
    await grace.answer();
    await expectTone(crm.page, tones.customer);
    await grace.hangUp();
    expect(await endedCall("ada")).toMatchObject({
      toUserId: person("grace").supabaseUserId,
      status: "COMPLETED",
    });
  });
});
