import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Locator } from "playwright-core";
import type { Desktop, LaunchOptions } from "./harness/app.ts";
import { launchSecondInstance } from "./harness/app.ts";
import { closeWindow, crashPage, isWindowVisible, textOfPage } from "./harness/app-actions.ts";
import { endCallsAfterEach, endedCall, signedIn } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { openWorkplace, type Workplace } from "./harness/workplace.ts";

const toCarl = "synapse-voice://call?to=carl@customer.test";
const toCarlsPhone = "tel:+49-30-23125-001";
const question = "Call Carl Customer?";
const nobody = "This link calls nobody";

/** A desktop entry, as the package installs it. */
const desktopEntry = `[Desktop Entry]
Type=Application
Name=Synapse Voice
Exec=/bin/true %U
MimeType=x-scheme-handler/synapse-voice;x-scheme-handler/tel;x-scheme-handler/callto;
`;

describe("a link that calls somebody", () => {
  let place: Workplace;
  let options: LaunchOptions;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    place = await openWorkplace();
    const data = join(place.profile.folder, "data");
    await mkdir(join(data, "applications"), { recursive: true });
    await writeFile(join(data, "applications/synapse-voice.desktop"), desktopEntry);
    options = {
      ...place.options,
      env: { ...place.options.env, XDG_DATA_HOME: data },
      switches: ["--use-fake-device-for-media-stream"],
    };
    desktop = await place.launch({ ...options, args: [toCarl] });
    ada = new Console(desktop.page);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();

  const dialog = (name: string): Locator => ada.page.getByRole("dialog", { name });
  const press = async (name: string, button: string): Promise<void> => {
    // As a person's, the mouse comes from elsewhere.
    await ada.page.mouse.move(0, 0);
    await dialog(name).getByRole("button", { name: button, exact: true }).click();
    await dialog(name).waitFor({ state: "detached" });
  };
  /** Opens a link as the system does: by a second process, which passes it on and ends. */
  const open = async (link: string): Promise<void> =>
    expect(await launchSecondInstance({ ...options, args: [link] })).toBe(0);
  const callsOfCarl = async (): Promise<number> =>
    (await (await signedIn("carl")).history()).length;

  test("at a cold start asks once, after the sign-in, and until the person has decided", async () => {
    const before = await callsOfCarl();
    await ada.button("Sign in as Ada").waitFor();
    expect(await ada.page.getByRole("dialog").count()).toBe(0);
    await ada.button("Sign in as Ada").click();
    await dialog(question).waitFor();
    expect(await dialog(question).innerText()).toMatch(/carl@customer\.test\s+\+493023125001/u);
    await ada.page.reload();
    await dialog(question).waitFor();
    await press(question, "Cancel");
    await ada.page.reload();
    await ada.isReady();
    expect(await ada.page.evaluate(() => window.synapse!.links.opened())).toBeNull();
    expect(await ada.page.getByRole("dialog").count()).toBe(0);
    expect(await callsOfCarl()).toBe(before);
  });

  test("of a second process brings the hidden window back, asks, and rings once told to", async () => {
    const carl = await Portal.open("carl");
    await closeWindow(desktop.app);
    await expect.poll(() => isWindowVisible(desktop.app)).toBe(false);
    await open(toCarlsPhone);
    await expect.poll(() => isWindowVisible(desktop.app)).toBe(true);
    await dialog(question).waitFor();
    expect(await carl.button("Answer").count()).toBe(0);
    await press(question, "Call");
    await carl.rings("Ada");
    expect(await ada.page.getByRole("dialog").count()).toBe(0);
    await ada.page.mouse.move(0, 0);
    await carl.decline();
    expect(await endedCall("carl")).toMatchObject({ status: "DECLINED" });
    await carl.close();
  });

  test("is replaced by the next one, which may name nobody", async () => {
    await open(toCarl);
    await dialog(question).waitFor();
    await open("callto:+493023125999");
    await dialog("Nobody here has this number").waitFor();
    expect(await ada.page.getByRole("dialog").count()).toBe(1);
    await press("Nobody here has this number", "Close");
  });

  test.each([
    `${toCarl}" --inspect="0.0.0.0:9229`,
    `${toCarl}&to=dora@customer.test`,
    "synapse-voice://hang-up?to=carl@customer.test",
  ])("that is hostile calls nobody: %s", async (link) => {
    const before = await callsOfCarl();
    await open(link);
    await dialog(nobody).waitFor();
    expect(await dialog(nobody).getByRole("button").allInnerTexts()).toEqual(["Close"]);
    await press(nobody, "Close");
    expect(await callsOfCarl()).toBe(before);
  });

  test.runIf(process.platform === "linux")(
    "opens this app once a person wants that, by its desktop entry",
    async () => {
      await ada.openTab("Settings");
      const tel = ada.page.getByRole("checkbox", { name: "Phone numbers (tel:)" });
      expect(await tel.isChecked()).toBe(false);
      await tel.click();
      await expect.poll(() => tel.isChecked(), { timeout: 10_000 }).toBe(true);
      const written = await readFile(join(place.profile.folder, "../mimeapps.list"), "utf8");
      expect(written).toContain("x-scheme-handler/tel=synapse-voice.desktop");
      // Electron can't take that back on Linux.
      await tel.click();
      await ada.shows("Choose another app in the system's settings", 10_000);
      expect(await tel.isChecked()).toBe(true);
    },
  );

  test("is asked about again by the page that follows a crash", async () => {
    await open(toCarl);
    await dialog(question).waitFor();
    await crashPage(desktop.app);
    await expect.poll(() => textOfPage(desktop.app), { timeout: 20_000 }).toContain(question);
  });
});
