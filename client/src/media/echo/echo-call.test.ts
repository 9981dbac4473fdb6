import { describe, expect, it } from "vitest";
import { createFakeCallClient } from "../../testing/fake-call-client.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeMediaPort, type FakeMediaPort } from "../../testing/fake-media-port.ts";
import { createCallMediaWith } from "../create-call-media.ts";
import { createDevices } from "../devices/devices.ts";

async function start(prepare: (port: FakeMediaPort) => void = () => {}) {
  const client = createFakeCallClient();
  const [clock, port] = [createFakeClock(), createFakeMediaPort()];
  prepare(port);
  const devices = createDevices({ storage: null });
  const media = createCallMediaWith({ client, port, clock, devices });
  const echo = await media.startEcho({
    mediaUrl: "ws://media.test",
    tokens: ["sender", "player"],
    expiresAt: new Date(client.now() + 60_000).toISOString(),
  });
  await clock.advance();
  const isClean = () =>
    port.rooms.every(({ left }) => left) && port.microphones.every(({ stopped }) => stopped);
  return { media, echo, port, clock, isClean };
}

describe("an echo", () => {
  it("sends the microphone with one end, and plays it with the other", async () => {
    const { media, echo, port, clock } = await start();
    const [sender, player] = port.rooms;
    expect([sender!.access?.token, player!.access?.token]).toEqual(["sender", "player"]);
    expect(sender).toMatchObject({ playing: false, published: [port.microphones[0]!.clones[0]] });
    expect(player).toMatchObject({ playing: true, published: [] });
    expect(media.getState().microphone).toBe("on");
    await clock.advance(2_000);
    expect(echo.getState()).toEqual({ status: "talking", heard: true, reason: null });
  });

  it("ends by itself when its time is over, and leaves nothing behind", async () => {
    const { media, echo, clock, isClean } = await start();
    await clock.advance(59_999);
    expect([echo.getState().status, isClean()]).toEqual(["talking", false]);
    await clock.advance(1);
    expect(echo.getState()).toMatchObject({ status: "ended", reason: "time" });
    expect([isClean(), media.getState().microphone]).toEqual([true, "idle"]);
  });

  it("ends when the person is done", async () => {
    const { echo, isClean } = await start();
    await echo.end();
    await echo.end();
    expect([echo.getState().reason, isClean()]).toEqual(["stopped", true]);
  });

  it.each([
    ["unreachable", "closed"],
    ["blocked", "blocked"],
  ] as const)("tells that the media server is %s", async (reason, entry) => {
    const { echo, isClean } = await start((port) => (port.entry = entry));
    expect(echo.getState()).toMatchObject({ status: "ended", reason });
    expect(isClean()).toBe(true);
  });

  it("tells that the connection broke, and does not come back", async () => {
    const { echo, port, clock, isClean } = await start();
    port.rooms[1]!.end("immediate");
    await clock.advance(30_000);
    expect([echo.getState().reason, port.rooms.length, isClean()]).toEqual(["blocked", 2, true]);
  });

  it("tells that the microphone can't be used", async () => {
    const { media, echo, isClean } = await start((port) => (port.allowed = false));
    expect([echo.getState().reason, isClean()]).toEqual(["refused", true]);
    expect(media.getState().microphone).toBe("idle");
  });

  it("hears nothing of a silent microphone", async () => {
    const { echo, clock } = await start((port) => port.audio.stuck.add("energy in"));
    await clock.advance(20_000);
    expect(echo.getState()).toMatchObject({ status: "talking", heard: false });
  });

  it("sends another microphone as soon as one is chosen", async () => {
    const { media, port, clock } = await start();
    await media.chooseMicrophone("headset");
    await clock.advance();
    expect(port.rooms[0]!.published.map(({ id }) => id)).toEqual([null, "headset"]);
  });
});

describe("a microphone that is watched", () => {
  it("is open without a call, until nobody watches", async () => {
    const client = createFakeCallClient();
    const [clock, port] = [createFakeClock(), createFakeMediaPort()];
    const track = {} as MediaStreamTrack;
    port.trackOf = () => track;
    const devices = createDevices({ storage: null });
    const media = createCallMediaWith({ client, port, clock, devices });
    const seen: (MediaStreamTrack | null)[] = [];
    const stop = media.watchMicrophone((now) => seen.push(now));
    await clock.advance();
    expect([seen.at(-1), media.getState().microphone, port.rooms]).toEqual([track, "on", []]);
    port.unplug("desk");
    devices.choose("microphone", "headset");
    await clock.advance();
    expect(port.microphones.at(-1)).toMatchObject({ id: "headset", stopped: false });
    stop();
    expect(port.microphones.every(({ stopped }) => stopped)).toBe(true);
    expect(media.getState().microphone).toBe("idle");
  });
});
