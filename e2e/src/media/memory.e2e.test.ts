import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchConnections } from "./connections.ts";
import { startMediaHarness, type MediaDevice, type MediaHarness } from "./media-harness.ts";
import {
  baseHeapOf,
  dataOf,
  heapOf,
  instancesOf,
  interpretOnly,
  silenceConsole,
  watchIntervals,
} from "./page-memory.ts";

/** Calls after which everything that a page loads and caches once is there. */
const firstCalls = 3;
/** Calls that are measured. */
const measuredCalls = 10;
/** Limit in bytes of what one call may leave on a page that has nothing but the media. */
const leftByCall = 32_000;
/** The same without code. The objects of the last call are still there for a moment. */
const dataLeftByCall = 4_000;

describe("the memory of a page", { timeout: 60_000 }, () => {
  let harness: MediaHarness;
  beforeAll(async () => {
    harness = await startMediaHarness();
  });
  afterAll(() => harness.stop());

  it("holds no connection of calls that were warmed, talked and ended, and little else", async () => {
    harness.nextTest();
    const device = await harness.open("customer", {
      audioProbe: false,
      flags: interpretOnly,
      prepare: silenceConsole,
    });
    let calls = 0;
    const call = async (page: MediaDevice): Promise<void> => {
      const id = `call-${(calls += 1)}`;
      await harness.createRoom(id);
      await page.page.evaluate(() => window.callMedia.warm());
      await page.setCalls([{ id, phase: "on-call" }]);
      await page.expectState({ status: "connected", microphone: "on" });
      await page.setCalls(null);
      await page.expectState({ status: "idle" });
    };
    for (let index = 0; index < firstCalls; index += 1) await call(device);
    const base = await baseHeapOf(device.page);
    const baseData = await dataOf(device.page);
    for (let index = 0; index < measuredCalls; index += 1) await call(device);
    expect((await heapOf(device.page)) - base).toBeLessThan(measuredCalls * leftByCall);
    await expect
      .poll(async () => (await dataOf(device.page)) - baseData)
      .toBeLessThan(measuredCalls * dataLeftByCall);
    expect(await instancesOf(device.page, "RTCPeerConnection")).toBe(0);
    expect(await instancesOf(device.page, "WebSocket")).toBe(0);
    // LiveKit keeps the last one.
    await expect.poll(() => instancesOf(device.page, "MediaStreamTrack")).toBeLessThan(firstCalls);
    // The browser keeps each of these as long as the page lives.
    expect(await instancesOf(device.page, "PermissionStatus")).toBe(1);
  });

  it("ends the connections and timers of calls that ended while they connected", async () => {
    harness.nextTest();
    const { page, expectState } = await harness.open("customer", {
      prepare: async (prepared) => {
        await watchConnections(prepared);
        await watchIntervals(prepared);
      },
    });
    const intervals = (): Promise<number> => page.evaluate(() => window.intervals.size);
    const before = await intervals();
    for (const id of ["call-1", "call-2", "call-3"]) {
      await harness.createRoom(id);
      await page.evaluate(async (callId) => {
        const before = window.connections.length;
        window.callMedia.setCalls([{ id: callId, phase: "on-call" }]);
        while (window.connections.length === before)
          await new Promise((resolve) => setTimeout(resolve));
        window.callMedia.setCalls([]);
      }, id);
      await expectState({ status: "idle" });
    }
    await expect
      .poll(() => page.evaluate(() => window.connections.map((one) => one.signalingState)))
      .toEqual(["closed", "closed", "closed"]);
    await expect.poll(intervals).toBe(before);
  });
});
