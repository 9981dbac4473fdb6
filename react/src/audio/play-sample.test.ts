// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { createFakeDevices } from "@synapse-voice/client/testing";
import { playSample } from "./play-sample.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser whose audio starts as the test says. */
function browser(resume: () => Promise<void>): { readonly closed: () => boolean } {
  let closed = false;
  class FakeContext {
    readonly sampleRate = 8_000;
    readonly destination = {};
    resume = resume;
    createBuffer = () => ({ copyToChannel: () => undefined });
    createBufferSource = () =>
      Object.assign(new EventTarget(), {
        connect: () => undefined,
        disconnect: () => undefined,
        start(this: EventTarget) {
          setTimeout(() => this.dispatchEvent(new Event("ended")), 3_000);
        },
      });
    close = async () => void (closed = true);
  }
  vi.stubGlobal("AudioContext", FakeContext);
  vi.useFakeTimers();
  return { closed: () => closed };
}

it("a sample is over when it has ended", async () => {
  const { closed } = browser(async () => undefined);
  const played = playSample(createFakeDevices(), "ringer");
  await vi.advanceTimersByTimeAsync(3_000);
  await expect(played).resolves.toBeUndefined();
  expect(closed()).toBe(true);
});

it.each([
  ["never starts", () => new Promise<never>(() => undefined)],
  ["refuses", () => Promise.reject(new Error("no output"))],
])("a sample that the browser %s fails within 6 s, and lets the audio go", async (_, resume) => {
  const { closed } = browser(resume);
  const played = playSample(createFakeDevices(), "ringer").then(
    () => "played",
    () => "failed",
  );
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await Promise.race([played, "pending"])).toBe("failed");
  expect(closed()).toBe(true);
});
