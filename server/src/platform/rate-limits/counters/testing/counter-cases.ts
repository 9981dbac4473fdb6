import { afterAll, beforeAll, expect, it } from "vitest";
import type { LimitCounter } from "../limit-counter.ts";
import type { Limits } from "../../limits.ts";

/** A counter with the function that closes it. */
export interface CounterUnderTest {
  readonly counter: LimitCounter;
  close?(): Promise<void>;
}

/** Cases that every counter passes. */
export function counterCases(start: (limits: Partial<Limits>) => Promise<CounterUnderTest>): void {
  let test: CounterUnderTest;
  beforeAll(async () => {
    test = await start({
      start_call_person: { sharedQuota: 3, windowSeconds: 60, localBurst: 0 },
      sign_up_address: { sharedQuota: 1, windowSeconds: 1, localBurst: 0 },
    });
  });
  afterAll(() => test?.close?.());

  it("allows as much as the limit says, then tells how long to wait", async () => {
    const waits = [];
    for (let times = 0; times < 5; times += 1)
      waits.push(await test.counter.count("start_call_person", "ada"));
    expect(waits.slice(0, 3)).toEqual([null, null, null]);
    for (const wait of waits.slice(3)) {
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(60);
    }
  });

  it("counts each key and each limit for itself", async () => {
    expect(await test.counter.count("start_call_person", "grace")).toBeNull();
    expect(await test.counter.count("sign_up_address", "ada")).toBeNull();
  });

  it("lets nobody slip through at once", async () => {
    const waits = await Promise.all(
      Array.from({ length: 20 }, () => test.counter.count("start_call_person", "many")),
    );
    expect(waits.filter((wait) => wait === null)).toHaveLength(3);
  });

  it("allows more when the time is over", async () => {
    expect(await test.counter.count("sign_up_address", "carl")).toBeNull();
    expect(await test.counter.count("sign_up_address", "carl")).toBe(1);
    await expect
      .poll(() => test.counter.count("sign_up_address", "carl"), { interval: 200 })
      .toBeNull();
  });
}
