import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { person } from "../harness/people/api.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";
import { chooseInTray, closeWindow, isWindowVisible, traysOf } from "./harness/app-actions.ts";
import {
  createProfile,
  launchDesktop,
  toneMicrophone,
  type Desktop,
  type Profile,
} from "./harness/app.ts";
import { openTrayHost, type TrayHost } from "./harness/desktop-bus.ts";
import { openDisplay, type Display } from "./harness/display.ts";
import { openKeyring, type Keyring } from "./harness/keyring.ts";
import { openNotificationServer, type NotificationServer } from "./harness/notification-server.ts";
import { consoleSettings, prepareDesktop } from "./harness/prepared.ts";

describe.runIf(process.platform === "linux")("alerts of the desktop app", () => {
  let display: Display;
  let keyring: Keyring;
  let tray: TrayHost;
  let notifications: NotificationServer;
  let profile: Profile;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
    display = await openDisplay();
    keyring = await openKeyring();
    tray = await openTrayHost(keyring.env);
    const env = { ...display.env, ...keyring.env };
    notifications = await openNotificationServer(env);
    profile = await createProfile(settings);
    const switches = await toneMicrophone(profile);
    desktop = await launchDesktop({ runtime, profile, env, switches });
    ada = new Console(desktop.page);
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
  });
  afterAll(async () => {
    await desktop?.app.close();
    await notifications?.stop();
    await tray?.stop();
    await keyring?.stop();
    await display?.stop();
    await profile?.remove();
  });
  endCallsAfterEach();

  const trayText = async (): Promise<string> => (await traysOf(desktop.app))[0]?.toolTip ?? "";

  /** Lets Carl call Ada. Devices are forgotten before each test: a choice in the tray renews Ada's. */
  async function callFromCarl(): Promise<Portal> {
    await chooseInTray(desktop.app, "Away");
    await expect.poll(trayText).toContain("Away: ");
    await chooseInTray(desktop.app, "Available");
    await expect.poll(trayText).toContain("Available: ");
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
});
