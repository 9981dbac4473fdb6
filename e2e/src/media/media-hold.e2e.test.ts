import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startMediaHarness, type MediaDevice, type MediaHarness } from "./media-harness.ts";
import {
  expectOwnSound,
  expectSilence,
  expectTone,
  readAudio,
} from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";

// The sound that both parties of a call on hold hear. Measured in real browsers, with the real
// LiveKit.

let harness: MediaHarness;

beforeAll(async () => {
  harness = await startMediaHarness();
});

afterAll(() => harness.stop());

beforeEach(async () => {
  harness.nextTest();
  await Promise.all([harness.createRoom("first"), harness.createRoom("second")]);
});

/** Waits until the page makes no sound of its own for 3 s: pauses of the music are shorter. */
async function expectNoMusic(page: MediaDevice["page"]): Promise<void> {
  const until = performance.now() + 3_000;
  await expect
    .poll(
      async () => {
        const { ownDecibels } = await readAudio(page);
        return ownDecibels < -70 ? performance.now() > until : ownDecibels;
      },
      { interval: 100 },
    )
    .toBe(true);
}

const expectToHear = (device: MediaDevice, hertz: number): Promise<void> =>
  expectTone(device.page, hertz, 15_000);

/** Waits for silence of the other side, and for music. */
async function expectMusic(device: MediaDevice): Promise<void> {
  await expectSilence(device.page);
  await expectOwnSound(device.page, 10_000);
}

const [one, two] = [
  { id: "first", phase: "on-call" },
  { id: "second", phase: "on-call" },
] as const;
const held = { held: true } as const;
const heldByPeer = { heldByPeer: "music" } as const;

describe("hold", () => {
  it("neither side hears the other, who is held hears music; a second call is talked in meanwhile, and the two are swapped", async () => {
    const [carl, ada, dora] = await Promise.all([
      harness.open("customer"),
      harness.open("agent"),
      harness.open("visitor"),
    ]);
    await Promise.all([carl.setCalls([one]), ada.setCalls([one])]);
    await Promise.all([expectToHear(carl, tones.agent), expectToHear(ada, tones.customer)]);

    await Promise.all([
      ada.setCalls([{ ...one, ...held }]),
      carl.setCalls([{ ...one, ...heldByPeer }]),
    ]);
    await Promise.all([expectMusic(carl), expectSilence(ada.page)]);
    await carl.expectState({
      status: "connected",
      heldByPeer: "music",
      remoteMuted: false,
      remotePresent: true,
      silence: null,
    });

    await Promise.all([dora.setCalls([two]), ada.setCalls([two, { ...one, ...held }])]);
    await Promise.all([
      expectToHear(dora, tones.agent),
      expectToHear(ada, tones.visitor),
      expectMusic(carl),
    ]);
    await ada.expectState({
      callId: "second",
      held: false,
      calls: [
        { callId: "first", status: "connected", held: true },
        { callId: "second", status: "connected" },
      ],
    });

    await Promise.all([
      ada.setCalls([one, { ...two, ...held }]),
      carl.setCalls([one]),
      dora.setCalls([{ ...two, ...heldByPeer }]),
    ]);
    await Promise.all([
      expectToHear(carl, tones.agent),
      expectToHear(ada, tones.customer),
      expectMusic(dora),
      expectNoMusic(carl.page),
    ]);

    await Promise.all([dora.setCalls(null), ada.setCalls([one])]);
    await expectNoMusic(dora.page);
    await expectToHear(ada, tones.customer);
    await ada.setCalls(null);
    await ada.expectState({ calls: [], microphone: "idle" });
    expect(await ada.page.evaluate(() => window.callMedia.resources())).toEqual({
      recording: false,
      audioElements: 0,
    });
  }, 90_000);

  it("by a tenant who wants silence is silent, and a mute is kept over it", async () => {
    const [carl, ada] = await Promise.all([harness.open("customer"), harness.open("agent")]);
    await Promise.all([carl.setCalls([one], true), ada.setCalls([one])]);
    await expectToHear(carl, tones.agent);
    await Promise.all([
      ada.setCalls([{ ...one, ...held }]),
      carl.setCalls([{ ...one, heldByPeer: "silence" }], true),
    ]);
    await Promise.all([expectSilence(carl.page), expectNoMusic(carl.page)]);
    await Promise.all([ada.setCalls([one]), carl.setCalls([one], true)]);
    await expectToHear(carl, tones.agent);
    await expectSilence(ada.page);
    await ada.expectState({ remoteMuted: true });
    await carl.setCalls([one]);
    await expectToHear(ada, tones.customer);
  }, 60_000);

  it("keeps to itself over a room that has to be entered again: held is silent, talked in is heard", async () => {
    const [carl, ada, dora] = await Promise.all([
      harness.open("customer"),
      harness.open("agent"),
      harness.open("visitor"),
    ]);
    await Promise.all([
      carl.setCalls([{ ...one, ...heldByPeer }]),
      dora.setCalls([two]),
      ada.setCalls([two, { ...one, ...held }]),
    ]);
    await Promise.all([expectToHear(dora, tones.agent), expectToHear(ada, tones.visitor)]);
    await ada.expectState({
      calls: [
        { callId: "first", status: "connected" },
        { callId: "second", status: "connected" },
      ],
    });
    await Promise.all(
      ["first", "second"].map((callId) =>
        harness.rooms.removeParticipant(harness.roomOf(callId), "agent"),
      ),
    );
    await ada.expectState({ status: "reconnecting" });
    await ada.expectState({
      calls: [
        { callId: "first", status: "connected" },
        { callId: "second", status: "connected" },
      ],
    });
    await Promise.all([
      expectToHear(dora, tones.agent),
      expectToHear(ada, tones.visitor),
      expectMusic(carl),
    ]);
  }, 60_000);
});
