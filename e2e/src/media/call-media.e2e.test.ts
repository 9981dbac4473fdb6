import type { MediaState } from "@synapse-voice/client/media";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startMediaHarness, type MediaDevice, type MediaHarness } from "./media-harness.ts";
import { endAudioProcess } from "../harness/browser/browsers.ts";
import { expectSilence, expectTone } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";

let harness: MediaHarness;

async function onCall(): Promise<[MediaDevice, MediaDevice]> {
  const [customer, agent] = await Promise.all([harness.open("customer"), harness.open("agent")]);
  await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
  await Promise.all([
    expectTone(customer.page, tones.agent, 10_000),
    expectTone(agent.page, tones.customer, 10_000),
  ]);
  return [customer, agent];
}

beforeAll(async () => {
  harness = await startMediaHarness();
});

afterAll(() => harness.stop());

beforeEach(async () => {
  harness.nextTest();
  await harness.createRoom();
});

describe("call media in real browsers on a real LiveKit", { timeout: 60_000 }, () => {
  it("the caller is in the room while it rings and sends nothing; after the answer both hear each other", async () => {
    const [customer, agent] = await Promise.all([harness.open("customer"), harness.open("agent")]);
    await customer.setCalls("ringing-out");
    await customer.expectState({ status: "connected", microphone: "on", remotePresent: false });
    expect(
      (await harness.rooms.listParticipants(harness.roomOf())).map(({ identity, tracks }) => [
        identity,
        tracks.length,
      ]),
    ).toEqual([["customer", 0]]);
    await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
    await Promise.all([
      expectTone(customer.page, tones.agent),
      expectTone(agent.page, tones.customer),
    ]);
    await Promise.all([
      customer.expectState({ remotePresent: true }),
      agent.expectState({ remotePresent: true }),
    ]);
  });

  it("mute silences, and the other side sees it; unmute is heard again", async () => {
    const [customer, agent] = await onCall();
    await customer.setCalls("on-call", true);
    await expectSilence(agent.page);
    await agent.expectState({ remoteMuted: true });
    await customer.setCalls("on-call", false);
    await expectTone(agent.page, tones.customer);
    await agent.expectState({ remoteMuted: false });
  });

  it("another microphone is used at once, as muted as the last one, and the only one that is sent", async () => {
    const [customer, agent] = await onCall();
    const inUse = async (): Promise<string | undefined> =>
      (await customer.page.evaluate(() => window.callMedia.microphones())).find(
        ({ current }) => current,
      )?.id;
    const other = async (): Promise<string> =>
      (await customer.page.evaluate(() => window.callMedia.microphones())).findLast(
        ({ current }) => !current,
      )!.id;
    const next = await other();
    await customer.page.evaluate((id) => window.callMedia.chooseMicrophone(id), next);
    await expect.poll(inUse).toBe(next);
    await expect
      .poll(async () =>
        (await harness.rooms.listParticipants(harness.roomOf())).map(({ tracks }) => tracks.length),
      )
      .toEqual([1, 1]);
    await expectTone(agent.page, tones.customer);
    await customer.setCalls("on-call", true);
    await agent.expectState({ remoteMuted: true });
    await customer.page.evaluate((id) => window.callMedia.chooseMicrophone(id), await other());
    await expect.poll(inUse).not.toBe(next);
    await agent.expectState({ remoteMuted: true });
    await expectSilence(agent.page);
  });

  it("both hear each other again after the process that plays the sound of a browser ended", async () => {
    const [customer, agent] = await onCall();
    const failed = agent.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const [element] = document.querySelectorAll("audio");
          element?.addEventListener("error", () => resolve(), { once: true });
        }),
    );
    await endAudioProcess(agent.page.context().browser()!);
    await failed;
    // An element whose output has failed says that it plays, and stands still.
    const plays = (): Promise<boolean> =>
      agent.page.evaluate(async () => {
        const [element] = document.querySelectorAll("audio");
        const before = element?.currentTime ?? 0;
        await new Promise((resolve) => setTimeout(resolve, 300));
        return (element?.currentTime ?? 0) - before > 0.1;
      });
    await expect.poll(plays).toBe(true);
    await Promise.all([
      expectTone(agent.page, tones.customer, 10_000),
      expectTone(customer.page, tones.agent, 10_000),
    ]);
  });

  it("the end leaves the room, lets the microphone go and takes the audio away", async () => {
    const [customer, agent] = await onCall();
    await customer.setCalls(null);
    await customer.expectState({ callId: null, status: "idle", microphone: "idle" });
    expect(await customer.page.evaluate(() => window.callMedia.resources())).toEqual({
      recording: false,
      audioElements: 0,
    });
    await expectSilence(agent.page);
    await agent.expectState({ remotePresent: false });
  });

  it("who is thrown out while the call lives comes back with a fresh token, muted as before, and is heard after unmute", async () => {
    const [customer, agent] = await onCall();
    await customer.setCalls("on-call", true);
    await agent.expectState({ remoteMuted: true });
    await harness.rooms.removeParticipant(harness.roomOf(), "customer");
    await customer.expectState({ status: "reconnecting" });
    await customer.expectState({ status: "connected", microphone: "on" });
    expect(customer.tokenRequests).toBe(2);
    await agent.expectState({ remotePresent: true, remoteMuted: true });
    await expectSilence(agent.page);
    await customer.setCalls("on-call", false);
    await Promise.all([
      expectTone(agent.page, tones.customer),
      expectTone(customer.page, tones.agent),
    ]);
  });

  it("LiveKit killed and started again mid-call: both go on trying until the room is made anew, are heard again, and who was muted still is", async () => {
    const [customer, agent] = await onCall();
    await customer.setCalls("on-call", true);
    process.kill(harness.livekit().pid, "SIGKILL");
    await harness.livekit().exited;
    await Promise.all([
      customer.expectState({ status: "reconnecting" }),
      agent.expectState({ status: "reconnecting" }),
    ]);
    await harness.startLivekit();
    const [before, mine] = [customer.tokenRequests, agent.tokenRequests];
    await expect
      .poll(() => Math.min(customer.tokenRequests - before, agent.tokenRequests - mine), {
        timeout: 40_000,
      })
      .toBeGreaterThan(2);
    await harness.createRoom();
    await Promise.all([
      customer.expectState({ status: "connected" }, 40_000),
      agent.expectState({ status: "connected" }, 40_000),
    ]);
    await expectTone(customer.page, tones.agent, 15_000);
    await expectSilence(agent.page);
    await customer.setCalls("on-call");
    await expectTone(agent.page, tones.customer, 15_000);
  }, 120_000);

  it("a browser that plays nothing before a click says so, and one click is enough", async () => {
    let state: Partial<MediaState> = {};
    // The page acts by itself, because code that a test runs in a page counts as a click. The
    // microphone is refused, because a page that records may always play sound.
    const prepare = async (page: MediaDevice["page"]): Promise<void> => {
      page.on("console", (message) => {
        if (message.text().startsWith('{"callId"'))
          state = JSON.parse(message.text()) as MediaState;
      });
      await page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException("", "NotAllowedError"));
        addEventListener("load", () => {
          window.callMedia.setCalls([{ phase: "on-call" }]);
          setInterval(() => console.log(JSON.stringify(window.callMedia.state())), 200);
        });
      });
    };
    const agent = await harness.open("agent");
    await agent.setCalls("on-call");
    const customer = await harness.open("customer", {
      flags: ["--autoplay-policy=user-gesture-required"],
      prepare,
    });
    await expect
      .poll(() => state, { timeout: 20_000 })
      .toMatchObject({
        status: "connected",
        remotePresent: true,
        microphone: "refused",
        soundBlocked: true,
      });
    await customer.page.mouse.click(100, 100);
    await expect.poll(() => state).toMatchObject({ soundBlocked: false });
    await expectTone(customer.page, tones.agent);
  }, 60_000);

  it("the same device elsewhere takes over, and the first one does not fight for it", async () => {
    const [customer, agent] = await onCall();
    const twin = await harness.open("customer");
    await twin.setCalls("on-call");
    await customer.expectState({ status: "lost" });
    await twin.expectState({ status: "connected", remotePresent: true });
    await expectTone(agent.page, tones.customer);
    expect(customer.tokenRequests).toBe(1);
    expect(twin.tokenRequests).toBe(1);
  });
});
