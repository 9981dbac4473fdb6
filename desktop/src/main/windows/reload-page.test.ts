import { createFakeClock, type FakeClock } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { createPageReloads, type PageReloads } from "./reload-page.ts";

describe("a page whose process ends", () => {
  let clock: FakeClock;
  let reloads: PageReloads;
  let seen: string[];
  let tryAgain: () => void;
  beforeEach(() => {
    clock = createFakeClock();
    seen = [];
    reloads = createPageReloads(
      {
        reload: () => seen.push("reload"),
        askToRetry: (signal) => {
          seen.push("ask");
          return new Promise((resolve) => {
            tryAgain = resolve;
            signal.addEventListener("abort", () => {
              seen.push("question taken back");
              resolve();
            });
          });
        },
      },
      clock,
    );
  });

  /** Ends the page. Returns the time in ms until something was done. */
  async function end(): Promise<number> {
    const endedAt = clock.monotonic();
    const count = seen.length;
    reloads.onEnd();
    await clock.advance();
    while (seen.length === count) await clock.advance(50);
    return clock.monotonic() - endedAt;
  }
  async function endTenTimes(): Promise<number[]> {
    const delays: number[] = [];
    while (delays.length < 10) delays.push(await end());
    return delays;
  }

  test("is loaded again, each time later, and after ten ends only if the person wants it", async () => {
    expect(await endTenTimes()).toEqual([0, 0, 0, 250, 500, 1_000, 2_000, 2_000, 2_000, 0]);
    expect(seen).toEqual([...Array.from({ length: 9 }, () => "reload"), "ask"]);
    await clock.advance(3_600_000);
    expect(seen).toHaveLength(10);
    expect(clock.pending()).toBe(0);
  });

  test("starts with the first delay where the person tries again", async () => {
    await endTenTimes();
    seen.length = 0;
    tryAgain();
    await clock.advance();
    expect(seen).toEqual(["reload"]);
    expect(await endTenTimes()).toEqual([0, 0, 0, 250, 500, 1_000, 2_000, 2_000, 2_000, 0]);
  });

  test("asks once where it ends again while the person is asked", async () => {
    await endTenTimes();
    reloads.onEnd();
    await clock.advance(60_000);
    expect(seen.filter((action) => action === "ask")).toHaveLength(1);
  });

  test("takes the question back where the person needs the page, such as to answer a call", async () => {
    await endTenTimes();
    seen.length = 0;
    reloads.retry();
    await clock.advance();
    expect(seen).toEqual(["question taken back", "reload"]);
    expect(await endTenTimes()).toEqual([0, 0, 0, 250, 500, 1_000, 2_000, 2_000, 2_000, 0]);
  });

  test("takes the question back where it comes by itself, and asks again at its next end", async () => {
    await endTenTimes();
    seen.length = 0;
    reloads.onLoad();
    await clock.advance();
    expect(seen).toEqual(["question taken back"]);
    await end();
    expect(seen).toEqual(["question taken back", "ask"]);
  });

  test("is loaded where it came by itself and ended before the question was away", async () => {
    await endTenTimes();
    seen.length = 0;
    reloads.onLoad();
    reloads.onEnd();
    await clock.advance();
    expect(seen).toEqual(["question taken back", "reload"]);
  });

  test("starts with the first delay a minute after it came by itself", async () => {
    await endTenTimes();
    reloads.onLoad();
    await clock.advance(60_000);
    expect(await end()).toBe(0);
    expect(seen.at(-1)).toBe("reload");
  });

  test("asks nothing where it loads as it should", async () => {
    reloads.onLoad();
    await end();
    reloads.onLoad();
    await clock.advance(60_000);
    expect(seen).toEqual(["reload"]);
  });

  test("is not loaded for a person who needs it while it is there", async () => {
    reloads.retry();
    await clock.advance(60_000);
    expect(seen).toEqual([]);
  });

  test("starts with the first delay after a minute without an end", async () => {
    for (let times = 0; times < 30; times += 1) {
      await clock.advance(60_000);
      expect(await end()).toBe(0);
    }
    expect(seen).toEqual(Array.from({ length: 30 }, () => "reload"));
  });

  test("is loaded once where its end is reported twice", async () => {
    for (let times = 0; times < 4; times += 1) reloads.onEnd();
    await clock.advance(10_000);
    expect(seen).toEqual(["reload"]);
  });

  test("is not loaded after its window is gone", async () => {
    for (let times = 0; times < 3; times += 1) await end();
    seen.length = 0;
    reloads.onEnd();
    reloads.stop();
    await clock.advance(60_000);
    expect(seen).toEqual([]);
  });

  test("is not loaded where its window goes while the person is asked", async () => {
    await endTenTimes();
    seen.length = 0;
    reloads.stop();
    tryAgain();
    await clock.advance(60_000);
    expect(seen).toEqual(["question taken back"]);
  });
});
