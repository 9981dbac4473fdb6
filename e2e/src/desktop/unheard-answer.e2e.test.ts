import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { type Console, Portal } from "../harness/people/screens.ts";
import { type Desktop } from "./harness/app.ts";
import { chooseInTray, closeWindow, isWindowVisible, traysOf } from "./harness/app-actions.ts";
import { openWorkplace, renewPresence, signInAsAda, type Workplace } from "./harness/workplace.ts";

describe.runIf(process.platform === "linux")("an agent without a microphone", () => {
  let place: Workplace;
  let desktop: Desktop;
  let ada: Console;

  beforeAll(async () => {
    place = await openWorkplace();
    // No switch gives it a microphone, and PulseAudio finds no server.
    desktop = await place.launch();
    ada = await signInAsAda(desktop);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();

  test("reads so after an answer in the tray, and answers with the next one", async () => {
    const { app } = desktop;
    await ada.shows("If you answer a call, nobody hears you.");
    await closeWindow(app);
    await renewPresence(app);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    await expect.poll(async () => (await traysOf(app))[0]?.items).toContain("Answer");
    await expect.poll(() => isWindowVisible(app)).toBe(false);
    await chooseInTray(app, "Answer");
    await expect.poll(() => isWindowVisible(app)).toBe(true);
    await ada.shows(/Carl won.t hear you\./u);
    await ada.button("Answer, listen only").waitFor();
    await closeWindow(app);
    await chooseInTray(app, "Answer");
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await carl.close();
  });
});
