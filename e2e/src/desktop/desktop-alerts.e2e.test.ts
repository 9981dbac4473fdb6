import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { person } from "../harness/people/api.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { type Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { closeWindow, isWindowVisible } from "./harness/app-actions.ts";
import { toneMicrophone, type Desktop } from "./harness/app.ts";
import { openNotificationServer, type NotificationServer } from "./harness/notification-server.ts";
import { ringGone, ringShown } from "./harness/ring-actions.ts";
import { openWorkplace, renewPresence, signInAsAda, type Workplace } from "./harness/workplace.ts";

describe.runIf(process.platform === "linux")("alerts of the desktop app", () => {
  let place: Workplace;
  let notifications: NotificationServer;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    place = await openWorkplace();
    notifications = place.add(await openNotificationServer(place.options.env));
    desktop = await place.launch({ switches: await toneMicrophone(place.profile) });
    ada = await signInAsAda(desktop);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();

  async function callFromCarl(): Promise<Portal> {
    await renewPresence(desktop.app);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    return carl;
  }
  async function expectNotices(...titles: string[]): Promise<void> {
    await expect.poll(notifications.titles, { timeout: 5_000 }).toEqual(titles);
  }

  async function rename(firstName: string, lastName: string): Promise<void> {
    const database = new Client({ connectionString: stack.urls.database });
    await database.connect();
    await database.query(
      'UPDATE "PortalCustomer" SET "firstName" = $1, "lastName" = $2 WHERE "supabaseUserId" = $3',
      [firstName, lastName, person("carl").supabaseUserId],
    );
    await database.end();
  }

  describe("about a caller whose name looks like markup", () => {
    beforeAll(() => rename("<b>Tom", "& Co</b>"));
    afterAll(() => rename("Carl", "Customer"));

    test("say the name as it is, and that the call was missed, until somebody looks", async () => {
      await closeWindow(desktop.app);
      const carl = await callFromCarl();
      await expectNotices("<b>Tom & Co</b> is calling");
      await carl.cancel();
      await expectNotices("Missed call from <b>Tom & Co</b>");
      await closeWindow(desktop.app);
      await expect.poll(() => isWindowVisible(desktop.app)).toBe(false);
      await notifications.click();
      await expect.poll(() => isWindowVisible(desktop.app)).toBe(true);
      await expectNotices();
    });
  });

  test("end when the call is answered", async () => {
    const carl = await callFromCarl();
    await expectNotices("Carl Customer is calling");
    await ada.rings("Carl Customer");
    await ada.answer();
    await expectNotices();
    await ada.hangUp();
    await carl.notOnCall();
    await expectNotices();
  });

  test("do not come while the agent wants none on this computer", async () => {
    await ada.page.getByRole("link", { name: "Settings" }).click();
    const doNotDisturb = ada.page.getByLabel("Do not disturb: show calls without a sound");
    await doNotDisturb.check();
    const carl = await callFromCarl();
    await ada.rings("Carl Customer");
    await expectNotices();
    await doNotDisturb.uncheck();
    await expectNotices("Carl Customer is calling");
    await carl.cancel();
    await expectNotices("Missed call from Carl Customer");
  });

  test("hold nothing up where the notification server hangs", async () => {
    await closeWindow(desktop.app);
    await renewPresence(desktop.app);
    notifications.hang();
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    await ringShown(desktop.app, "Carl Customer");
    await carl.cancel();
    await ringGone(desktop.app);
    notifications.goOn();

    await renewPresence(desktop.app);
    await carl.close();
    const again = await callFromCarl();
    // The server may also have got the notice of the call before.
    await expect
      .poll(notifications.titles, { timeout: 10_000 })
      .toContain("Carl Customer is calling");
    notifications.hang();
    await again.cancel();
    await ringGone(desktop.app);
    notifications.goOn();
  });
});
