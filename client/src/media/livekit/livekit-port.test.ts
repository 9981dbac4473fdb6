import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDevices } from "../devices/devices.ts";
import { createLivekitPort } from "./livekit-port.ts";

/** A target that counts its listeners. */
class CountedTarget extends EventTarget {
  listeners = 0;
  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    super.addEventListener(...args);
    const [, , options] = args;
    if (typeof options !== "object") return;
    this.listeners += 1;
    options.signal?.addEventListener("abort", () => (this.listeners -= 1));
  }
}

/** The parts of a browser's track that LiveKit uses. */
class Recording extends CountedTarget {
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
/** The devices that the browser lists. */
let listed: object[] = [];
/** The browser's devices. */
let browser: CountedTarget;

beforeEach(() => {
  recordings = [];
  listed = [];
  browser = new CountedTarget();
  const getUserMedia = async (): Promise<unknown> => {
    const track = new Recording();
    recordings.push(track);
    return { getTracks: () => [track], getAudioTracks: () => [track], getVideoTracks: () => [] };
  };
  vi.stubGlobal("MediaStream", EventTarget);
  vi.stubGlobal("navigator", {
    userAgent: "",
    mediaDevices: Object.assign(browser, { getUserMedia, enumerateDevices: async () => listed }),
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

it("a microphone that was let go is watched no longer, and so is freed with its call", async () => {
  const port = createLivekitPort(place, createDevices());
  for (let call = 0; call < 3; call += 1) {
    const microphone = await port.openMicrophone();
    port.onMicrophoneEnd(microphone, () => {});
    expect(browser.listeners).toBe(1);
    microphone.stop();
  }
  expect(browser.listeners).toBe(0);
  expect(recordings.map(({ listeners }) => listeners)).toEqual([0, 0, 0]);
});

it("the end of a microphone is reported once, though the browser tells of it twice", async () => {
  const port = createLivekitPort(place, createDevices());
  const microphone = await port.openMicrophone();
  recordings[0]!.getSettings = () => ({ deviceId: "headset" });
  let ends = 0;
  port.onMicrophoneEnd(microphone, () => (ends += 1));
  listed = [{ kind: "audioinput", deviceId: "built-in", label: "Built-in" }];
  browser.dispatchEvent(new Event("devicechange"));
  await expect.poll(() => ends).toBe(1);
  recordings[0]!.dispatchEvent(new Event("ended"));
  browser.dispatchEvent(new Event("devicechange"));
  await new Promise((resolve) => setTimeout(resolve));
  expect(ends).toBe(1);
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
