import { describe, expect, it } from "vitest";
import { createFakeCallClient } from "../../testing/fake-call-client.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeMediaPort } from "../../testing/fake-media-port.ts";
import { aCallView, aSnapshot } from "../../testing/samples/samples.ts";
import { createFakeStorage } from "../../testing/test-client.ts";
import { createCallMediaWith } from "../create-call-media.ts";
import { createDevices } from "../devices/devices.ts";

const onCall = aCallView({ phase: "on-call", role: "callee", here: true });

async function talking({ muted = false, storage = createFakeStorage() } = {}) {
  const client = createFakeCallClient({ muted });
  const [clock, port] = [createFakeClock(), createFakeMediaPort()];
  const media = createCallMediaWith({ client, port, clock, devices: createDevices({ storage }) });
  client.set({ calls: [onCall] });
  await clock.advance();
  return { client, clock, port, media, storage };
}

describe("another microphone", () => {
  it("is used in the call at once, and the last one records no more", async () => {
    const { media, port, clock } = await talking();
    await media.chooseMicrophone("headset");
    await clock.advance();
    const [first, second] = port.microphones;
    expect([first!.stopped, first!.clones[0]!.stopped, second!.stopped, second!.id]).toEqual([
      true,
      true,
      false,
      "headset",
    ]);
    expect(port.room().published).toEqual([first!.clones[0], second!.clones[0]]);
    expect(await media.microphones()).toEqual([
      { id: "desk", label: "Desk microphone", current: false },
      { id: "headset", label: "Headset", current: true },
    ]);
  });

  it("is as muted as the last one was", async () => {
    const { media, port, clock } = await talking({ muted: true });
    await media.chooseMicrophone("headset");
    await clock.advance();
    expect(port.room().mutedAtPublish).toEqual([true, true]);
  });

  it("is used for the next call, and after a reload", async () => {
    const { client, media, port, clock, storage } = await talking();
    await media.chooseMicrophone("headset");
    client.set({ calls: [] });
    await clock.advance();
    client.set({ calls: [{ ...onCall, call: aSnapshot({ id: "call-2" }) }] });
    await clock.advance();
    expect(port.microphones.at(-1)!.id).toBe("headset");
    expect((await talking({ storage })).port.microphones.at(-1)!.id).toBe("headset");
  });

  it("that can't be used leaves the one in use as it is", async () => {
    const { media, port, clock } = await talking();
    port.prompt = new Error("in use");
    await media.chooseMicrophone("headset");
    await clock.advance();
    expect([media.getState().microphone, port.microphones[0]!.stopped]).toEqual(["on", false]);
  });

  it("that comes after the call is over is let go", async () => {
    const { client, media, port, clock } = await talking();
    port.prompt = "wait";
    const choosing = media.chooseMicrophone("headset");
    client.set({ calls: [] });
    port.answerPrompt();
    await choosing;
    await clock.advance();
    expect(port.microphones.every(({ stopped }) => stopped)).toBe(true);
    expect(media.getState().microphone).toBe("idle");
  });
});
