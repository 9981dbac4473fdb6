import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDevices } from "../devices/devices.ts";
import { createLivekitPort } from "./livekit-port.ts";

/** The parts of a browser's track that LiveKit uses. */
class Recording extends EventTarget {
  readonly kind = "audio";
  readonly id = String(Math.random());
  enabled = true;
  readyState = "live";
  getSettings = (): object => ({});
  getConstraints = (): object => ({});
  stop(): void {
    this.readyState = "ended";
  }
}

const place = (): HTMLElement => {
  throw new Error("nothing is played here");
};
let recordings: Recording[] = [];

beforeEach(() => {
  recordings = [];
  const getUserMedia = async (): Promise<unknown> => {
    const track = new Recording();
    recordings.push(track);
    return { getTracks: () => [track], getAudioTracks: () => [track], getVideoTracks: () => [] };
  };
  vi.stubGlobal("MediaStream", EventTarget);
  vi.stubGlobal("navigator", {
    userAgent: "",
    mediaDevices: { getUserMedia, enumerateDevices: async () => [], addEventListener: () => {} },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const live = (): number => recordings.filter(({ readyState }) => readyState === "live").length;

it("a microphone that was let go never records again, not even where it is unmuted at the same moment", async () => {
  const port = createLivekitPort(place, createDevices());
  const microphone = await port.openMicrophone();
  await port.mute(microphone, true);
  expect(live()).toBe(1);
  const unmuting = port.mute(microphone, false);
  microphone.stop();
  await unmuting;
  await port.mute(microphone, true);
  await port.mute(microphone, false);
  expect(live()).toBe(0);
});

it("a microphone that was unplugged before it was sent is asked for anew", async () => {
  const port = createLivekitPort(place, createDevices());
  const microphone = await port.openMicrophone();
  recordings[0]!.readyState = "ended";
  await port.mute(microphone, false);
  expect(live()).toBe(1);
});

it("warms a connection by one request, and ignores its failure", async () => {
  const requests: string[] = [];
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    requests.push(`${method} ${url}`);
    throw new TypeError("offline");
  });
  const port = createLivekitPort(place, createDevices());
  port.warm("wss://media.test/rtc");
  port.warm("ws://media.test");
  await Promise.resolve();
  expect(requests).toEqual(["HEAD https://media.test/rtc", "HEAD http://media.test"]);
});

it("asks for the permission of microphones once, as the browser keeps each answer", async () => {
  const status = Object.assign(new EventTarget(), { state: "prompt" });
  const query = vi.fn(async () => status);
  vi.stubGlobal("navigator", { permissions: { query } });
  const port = createLivekitPort(place, createDevices());
  let changes = 0;
  for (let call = 0; call < 3; call += 1) {
    const stop = port.watchMicrophones(() => (changes += 1));
    await port.isMicrophoneAllowed();
    status.dispatchEvent(new Event("change"));
    stop();
  }
  status.dispatchEvent(new Event("change"));
  expect(changes).toBe(3);
  status.state = "granted";
  expect(await port.isMicrophoneAllowed()).toBe(true);
  expect(query).toHaveBeenCalledOnce();
});
