import { describe, expect, it } from "vitest";
import { createFakeCallClient } from "../../testing/fake-call-client.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeMediaPort } from "../../testing/fake-media-port.ts";
import { aCallView } from "../../testing/samples/samples.ts";
import { createFakeStorage } from "../../testing/test-client.ts";
import { createCallMediaWith } from "../create-call-media.ts";
import { createDevices } from "../devices/devices.ts";

const headset = { id: "headset", label: "Headset" };

/** A call on which the headset was chosen. */
async function talkingByHeadset() {
  const client = createFakeCallClient();
  const [clock, port] = [createFakeClock(), createFakeMediaPort()];
  const media = createCallMediaWith({
    client,
    port,
    clock,
    devices: createDevices({ storage: createFakeStorage() }),
  });
  client.set({ calls: [aCallView({ phase: "on-call", role: "callee", here: true })] });
  await clock.advance();
  await media.chooseMicrophone("headset");
  await clock.advance();
  const inUse = async (): Promise<string | undefined> =>
    (await media.microphones()).find(({ current }) => current)?.id;
  /** Ids of the microphones whose sound is sent. */
  const sent = (): (string | null)[] =>
    port
      .room()
      .published.filter(({ stopped }) => !stopped)
      .map(({ id }) => id);
  return { client, clock, port, media, inUse, sent };
}

describe("the microphone that was chosen", () => {
  it("is replaced when it is unplugged, which is said, and the list shows what is sent", async () => {
    const { port, clock, media, inUse, sent } = await talkingByHeadset();
    port.unplug("headset");
    await clock.advance();
    expect([await inUse(), sent()]).toEqual(["desk", ["desk"]]);
    expect(media.getState()).toMatchObject({
      microphone: "on",
      microphoneChange: { type: "replaced", label: "Desk microphone" },
    });
    await clock.advance(60_000);
    expect(media.getState().microphoneChange?.type).toBe("replaced");
  });

  it("is used again when it is back, which is said for a while", async () => {
    const { port, clock, media, inUse, sent } = await talkingByHeadset();
    port.unplug("headset");
    await clock.advance();
    port.plugIn(headset);
    await clock.advance();
    expect([await inUse(), sent()]).toEqual(["headset", ["headset"]]);
    expect(media.getState().microphoneChange).toEqual({ type: "restored", label: "Headset" });
    await clock.advance(11_000);
    expect(media.getState().microphoneChange).toBeNull();
  });

  it("can be chosen by a click again, and another one that is chosen stays", async () => {
    const { port, clock, media, inUse, sent } = await talkingByHeadset();
    port.unplug("headset");
    await clock.advance();
    await media.chooseMicrophone("desk");
    port.plugIn(headset);
    await clock.advance();
    expect([await inUse(), sent()]).toEqual(["desk", ["desk"]]);
    expect(media.getState().microphoneChange).toBeNull();
    await media.chooseMicrophone("headset");
    await clock.advance();
    expect([await inUse(), sent()]).toEqual(["headset", ["headset"]]);
  });

  it("is missing where it was the only one, and is used when it is plugged in", async () => {
    const { port, clock, media, inUse } = await talkingByHeadset();
    port.unplug("desk");
    await clock.advance();
    expect(await inUse()).toBe("headset");
    port.prompt = Object.assign(new Error("none"), { name: "NotFoundError" });
    port.unplug("headset");
    await clock.advance();
    expect(media.getState().microphone).toBe("missing");
    port.prompt = "grant";
    port.plugIn(headset);
    await clock.advance();
    expect([media.getState().microphone, await inUse()]).toEqual(["on", "headset"]);
  });

  it("is named as blocked when the person blocks it, and is used again once it is allowed", async () => {
    const { port, clock, media, inUse, sent } = await talkingByHeadset();
    port.setAllowed(false);
    await clock.advance();
    expect(media.getState()).toMatchObject({ microphone: "refused", microphoneChange: null });
    expect(sent()).toEqual([]);
    port.setAllowed(true);
    await clock.advance();
    expect([media.getState().microphone, await inUse()]).toEqual(["on", "headset"]);
  });

  it("is replaced at once also where the browser never lists its devices, which is said", async () => {
    const { port, clock, media, sent } = await talkingByHeadset();
    port.listMicrophones = () => new Promise(() => {});
    port.unplug("headset");
    await clock.advance();
    expect(sent()).toEqual(["desk"]);
    await clock.advance(2_000);
    expect(media.getState().microphoneChange).toEqual({ type: "replaced", label: "" });
  });

  it("is asked for, which is said within 3 s, where the browser asks before it gives another", async () => {
    const { port, clock, media, inUse, sent } = await talkingByHeadset();
    port.prompt = "wait";
    port.unplug("headset");
    await clock.advance(3_000);
    expect([media.getState().microphone, sent()]).toEqual(["asking", []]);
    port.prompt = "grant";
    port.answerPrompt();
    await clock.advance();
    expect([await inUse(), sent()]).toEqual(["desk", ["desk"]]);
    expect(media.getState()).toMatchObject({
      microphone: "on",
      microphoneChange: { type: "replaced", label: "Desk microphone" },
    });
  });

  it("is named as blocked where the person refuses another one", async () => {
    const { port, clock, media, sent } = await talkingByHeadset();
    port.prompt = "wait";
    port.unplug("headset");
    await clock.advance(3_000);
    port.prompt = Object.assign(new Error("blocked"), { name: "NotAllowedError" });
    port.answerPrompt();
    await clock.advance();
    expect([media.getState().microphone, sent()]).toEqual(["refused", []]);
  });

  it("is let go when the call ends while the browser asks for another one", async () => {
    const { client, port, clock, media } = await talkingByHeadset();
    port.prompt = "wait";
    port.unplug("headset");
    await clock.advance(3_000);
    client.set({ calls: [] });
    port.prompt = "grant";
    port.answerPrompt();
    await clock.advance();
    expect(port.microphones.every(({ stopped }) => stopped)).toBe(true);
    expect(media.getState()).toMatchObject({ microphone: "idle", microphoneChange: null });
  });

  it.each([0, 1, 2, 3, 4, 5])(
    "is let go when the call ends %i turns after the browser gives another one",
    async (turns) => {
      const { client, port, clock, media } = await talkingByHeadset();
      port.prompt = "wait";
      port.unplug("headset");
      await clock.advance(3_000);
      port.prompt = "grant";
      port.answerPrompt();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      client.set({ calls: [] });
      await clock.advance();
      expect(port.microphones.every(({ stopped }) => stopped)).toBe(true);
      expect(media.getState()).toMatchObject({ microphone: "idle", microphoneChange: null });
    },
  );

  it("is let go when the call ends while it is replaced", async () => {
    const { client, port, clock, media } = await talkingByHeadset();
    port.unplug("headset");
    client.set({ calls: [] });
    await clock.advance();
    expect(port.microphones.every(({ stopped }) => stopped)).toBe(true);
    expect(media.getState()).toMatchObject({ microphone: "idle", microphoneChange: null });
    port.plugIn(headset);
    await clock.advance();
    expect(port.microphones.every(({ stopped }) => stopped)).toBe(true);
  });
});
