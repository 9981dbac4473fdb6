import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { startMediaHarness, type MediaDevice, type MediaHarness } from "./media-harness.ts";

/** Calls after which everything that a page loads and caches once is there. */
const firstCalls = 3;
/** Calls that are measured. */
const measuredCalls = 10;
/** Number of calls of `npm run soak:memory`; 0 otherwise. */
const soakCalls = Number(process.env["SOAK_CALLS"] ?? 0);
/** Limit of the heap after the calls, as a part of that before them. */
const limit = 1.1;
/** Limit in bytes of what one call may leave on a page that has nothing but the media. */
const leftByCall = 64_000;

/** Returns the bytes of a page's heap that are in use, after a garbage collection. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}

/** Returns the number of objects of a class of the browser that the page still holds. */
async function instancesOf(page: Page, name: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { result } = await session.send("Runtime.evaluate", { expression: `${name}.prototype` });
  const { objects } = await session.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId ?? "",
  });
  const { result: length } = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    functionDeclaration: "function () { return this.length; }",
    returnByValue: true,
  });
  await session.detach();
  return length.value;
}

/** A browser keeps what pages write to the console while a test watches it. */
async function silenceConsole(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ["debug", "error", "info", "log", "trace", "warn"] as const)
      console[name] = () => {};
  });
}

/** Objects of WebRTC are freed in several rounds, so the heap is read until it is small enough. */
async function expectHeap(page: Page, base: number): Promise<void> {
  await expect
    .poll(async () => (await heapOf(page)) / base, { timeout: 10_000, interval: 500 })
    .toBeLessThan(limit);
}

/** Returns the smallest of several readings. */
async function baseHeapOf(page: Page): Promise<number> {
  const readings: number[] = [];
  for (let index = 0; index < 3; index += 1) readings.push(await heapOf(page));
  return Math.min(...readings);
}

describe("the memory of a page", { timeout: 60_000 }, () => {
  let harness: MediaHarness;
  beforeAll(async () => {
    harness = await startMediaHarness();
  });
  afterAll(() => harness.stop());

  it("holds no connection of calls that were warmed, talked and ended, and little else", async () => {
    harness.nextTest();
    const device = await harness.open("customer", { audioProbe: false, prepare: silenceConsole });
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
    for (let index = 0; index < (soakCalls || measuredCalls); index += 1) await call(device);
    expect((await heapOf(device.page)) - base).toBeLessThan(
      (soakCalls || measuredCalls) * leftByCall,
    );
    expect(await instancesOf(device.page, "RTCPeerConnection")).toBe(0);
    expect(await instancesOf(device.page, "WebSocket")).toBe(0);
  });
});

describe.runIf(soakCalls > 0)("the memory of customer's and agent's pages", () => {
  it("is what it was, after many calls", { timeout: soakCalls * 20_000 }, async () => {
    // Imported only here, as it starts the whole product.
    const { Console, Portal } = await import("../harness/people/screens.ts");
    const profiles = await Promise.all(
      (["agent", "customer"] as const).map((side) => newProfile(side, { audioProbe: false })),
    );
    const ada = await Console.openIn(profiles[0]!, "ada");
    const carl = await Portal.openIn(profiles[1]!, "carl");
    const call = async (): Promise<void> => {
      await ada.callCustomer("Carl Customer");
      await carl.answer();
      await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
      await ada.hangUp();
      await Promise.all([ada.notOnCall(), carl.notOnCall()]);
      await carl.button("Close").click();
    };
    for (let index = 0; index < firstCalls; index += 1) await call();
    const bases = await Promise.all([ada, carl].map(({ page }) => baseHeapOf(page)));
    for (let index = 0; index < soakCalls; index += 1) await call();
    await expectHeap(ada.page, bases[0]!);
    await expectHeap(carl.page, bases[1]!);
  });
});
