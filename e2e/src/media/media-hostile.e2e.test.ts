import { createLivekitMediaServer } from "@synapse-voice/platform/media-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expectTone, readAudio } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { startMediaHarness, type MediaHarness } from "./media-harness.ts";

let harness: MediaHarness;

beforeAll(async () => {
  harness = await startMediaHarness();
});
afterAll(() => harness?.stop());

it("a party that sends more than its microphone is heard by its microphone only, and is found", async () => {
  harness.nextTest();
  await harness.createRoom();
  const [attacker, agent] = await Promise.all([harness.open("customer"), harness.open("agent")]);
  await agent.setCalls("on-call");
  await agent.expectState({ status: "connected", microphone: "on" });
  const { port, apiKey, apiSecret } = harness.settings;
  const media = createLivekitMediaServer({
    apiUrl: `http://127.0.0.1:${port}`,
    publicUrl: `ws://127.0.0.1:${port}`,
    apiKey,
    apiSecret,
    deployment: "tests",
  });
  const attempts = await attacker.page.evaluate(() => window.callMedia.intrude());
  // LiveKit checks the source that a track claims to have, and neither its kind nor the number.
  expect(attempts).toMatchObject({ secondAudio: null, video: null });
  expect(attempts.screenAudio).not.toBeNull();
  await expectTone(agent.page, tones.customer, 10_000);
  await expect
    .poll(() => media.participants(harness.roomOf()), { timeout: 10_000 })
    .toEqual(
      expect.arrayContaining([
        { identity: "customer", sid: expect.any(String), sendsMore: true },
        { identity: "agent", sid: expect.any(String) },
      ]),
    );
  for (let reading = 0; reading < 5; reading += 1)
    expect(Math.abs((await readAudio(agent.page)).hertz - tones.customer)).toBeLessThan(15);
  expect(await agent.page.evaluate(() => window.callMedia.resources())).toMatchObject({
    audioElements: 1,
  });
  expect(await agent.page.evaluate(() => document.querySelectorAll("video, audio").length)).toBe(1);
}, 60_000);
