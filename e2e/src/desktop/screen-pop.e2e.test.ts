import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { person } from "../harness/people/api.ts";
import { changeAcmeSettings, endCallsAfterEach } from "../harness/people/people.ts";
import { type Console, Portal } from "../harness/people/screens.ts";
import { navigations, watchNavigation } from "./harness/app-actions.ts";
import { type Desktop } from "./harness/app.ts";
import { openWorkplace, renewPresence, signInAsAda, type Workplace } from "./harness/workplace.ts";

const crmUrl = "https://crm.acme.example/contacts/{id}?mail={email}#calls";
const { supabaseUserId: carlsId, email } = person("carl");
const carlsMail = encodeURIComponent(email);
const carlsRecord = `https://crm.acme.example/contacts/${carlsId}?mail=${carlsMail}#calls`;

describe("the record of a customer in the CRM", () => {
  let place: Workplace;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    place = await openWorkplace();
    await changeAcmeSettings({ crmUrl });
    desktop = await place.launch({ switches: ["--use-fake-device-for-media-stream"] });
    await watchNavigation(desktop.app);
    ada = await signInAsAda(desktop);
  });
  afterAll(async () => {
    await place?.close();
    await changeAcmeSettings({ crmUrl: null });
  });
  endCallsAfterEach();

  const opened = async (): Promise<readonly string[]> => (await navigations(desktop.app)).opened;
  async function callFromCarl(): Promise<Portal> {
    await watchNavigation(desktop.app);
    await renewPresence(desktop.app);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    return carl;
  }
  async function openAtRing(): Promise<void> {
    await ada.page.getByRole("link", { name: "Settings" }).click();
    await ada.page.getByLabel("Open the customer's record").selectOption("When a call rings");
    await ada.page.getByText("may come to the front").waitFor();
  }

  test("opens once when the agent answers, and from the customer's page", async () => {
    const carl = await callFromCarl();
    expect(await opened()).toEqual([]);
    await ada.answer();
    await ada.onCallWith("Carl");
    await expect.poll(opened).toEqual([carlsRecord]);
    await ada.press("Open in CRM");
    await expect.poll(opened).toEqual([carlsRecord, carlsRecord]);
    await ada.hangUp();
    await carl.notOnCall();
    expect(await opened()).toEqual([carlsRecord, carlsRecord]);
  });

  test("opens for no page that names an address, or someone else", async () => {
    await watchNavigation(desktop.app);
    const ask = (id: string): Promise<string | null> =>
      ada.page.evaluate(
        (asked) => window.synapse!.openCrm(asked).catch((error: Error) => error.message),
        id,
      );
    expect(await ask("https://evil.test/")).toBe("invalid_arguments");
    expect(await ask(person("grace").supabaseUserId)).toBe("unknown_customer");
    expect(await ask(person("gina").supabaseUserId)).toBe("unknown_customer");
    expect(await opened()).toEqual([]);
  });

  test("opens when it rings, if the agent wants that, and not again", async () => {
    await openAtRing();
    const carl = await callFromCarl();
    await expect.poll(opened).toEqual([carlsRecord]);
    await ada.page.reload();
    await ada.rings("Carl Customer");
    await ada.answer();
    await ada.onCallWith("Carl");
    expect(await opened()).toEqual([carlsRecord]);
    await carl.close();
  });
});
