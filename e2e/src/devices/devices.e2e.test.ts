import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import {
  changeAcmeSettings,
  endCallsAfterEach,
  restoreAcmeSettingsAfterEach,
  signedIn,
} from "../harness/people/people.ts";
import { Console } from "../harness/people/screens.ts";
import { startAudioServer, type AudioServer, type PluggedDevice } from "./audio-server.ts";

const limits = { timeout: 10_000, interval: 50 };

describe("real devices of a sound server", () => {
  let audio: AudioServer;
  let browser: Browser;
  let ada: Console;
  let page: Page;
  let microphone: PluggedDevice;
  const pageErrors: string[] = [];

  beforeAll(async () => {
    audio = await startAudioServer();
    await audio.plugInSpeaker("Desk");
    await audio.plugInSpeaker("Loudspeaker");
    await audio.plugInMicrophone(330);
    microphone = await audio.plugInMicrophone(550);
    browser = await launchChromium(
      ["--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"],
      { env: { ...process.env, ...audio.env }, ignoreDefaultArgs: ["--mute-audio"] },
    );
    const context = await browser.newContext({ permissions: ["microphone"] });
    ada = await Console.openIn(context, "ada");
    ({ page } = ada);
    page.on("pageerror", ({ message }) => pageErrors.push(message));
    page.on("console", (message) => {
      if (/content security policy/iu.test(message.text())) pageErrors.push(message.text());
    });
    await ada.openTab("Settings");
    await page.getByRole("link", { name: "Choose and test devices" }).click();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await audio?.close();
  });
  endCallsAfterEach();
  restoreAcmeSettingsAfterEach();

  const list = (name: string) => page.getByRole("combobox", { name, exact: true });
  const chosen = (name: string) =>
    list(name).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.textContent);
  const expectChosen = async (name: string, device: string): Promise<void> => {
    await expect.poll(() => chosen(name), limits).toBe(device);
  };
  const expectNotice = (text: string) => page.getByText(text).first().waitFor();

  it("ring where the person chose, give way when unplugged, and return", async () => {
    const headset = await audio.plugInSpeaker("Headset");
    await list("Ringer").selectOption("Headset");
    await list("Second ringer").selectOption("Loudspeaker");
    await changeAcmeSettings({ ringTimeoutSeconds: 120 });
    const calleeSupabaseId = person("ada").supabaseUserId;
    await (await signedIn("carl")).send("POST", "/api/voip/start-call", { calleeSupabaseId });
    await ada.rings("Carl Customer");
    const expectRinging = async (...speakers: string[]): Promise<void> => {
      await expect.poll(audio.playingOn, limits).toEqual(expect.arrayContaining(speakers));
    };
    await expectRinging("Headset", "Loudspeaker");
    await headset.unplug();
    await expectNotice("Headset is gone. Your system's own is used until it is back.");
    await expectChosen("Ringer", "System default");
    await expectRinging("Desk", "Loudspeaker");
    // Chromium keeps a stream for 5 s and would use it again, on the device where PulseAudio has
    // moved it: only those of the system's own device and of the second ringer stay.
    await expect.poll(audio.streams, limits).toBe(2);
    await audio.plugInSpeaker("Headset");
    await expectNotice("Headset is back, and in use again.");
    await expectChosen("Ringer", "Headset");
    await expectRinging("Headset", "Loudspeaker");
    await page.reload();
    await expectChosen("Ringer", "Headset");
    await expectChosen("Second ringer", "Loudspeaker");
  });

  it("record what is chosen, before a call, too", async () => {
    const name = "Tone of 550 Hz";
    await list("Microphone").selectOption(name);
    await ada.press("Test the microphone");
    await expectNotice("We hear you.");
    // A press right after the button has moved does nothing.
    const isRecording = async (): Promise<boolean> => {
      await ada.press("Record 3 s and play it back");
      return ada.button("Recording…").isVisible();
    };
    await expect.poll(isRecording, limits).toBe(true);
    await ada.button("Playing…").waitFor();
    await microphone.unplug();
    await expectNotice(`${name} is gone. Your system's own is used until it is back.`);
    await expectChosen("Microphone", "System default");
    await expectNotice("Your microphone is gone.");
    await audio.plugInMicrophone(550);
    await expectChosen("Microphone", name);
    await expectNotice(`${name} is back, and in use again.`);
    expect(pageErrors).toEqual([]);
  });
});
