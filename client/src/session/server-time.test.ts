import { expect, it } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createServerTime } from "./server-time.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

it("the least delayed reply says what time it is", async () => {
  const clock = createFakeClock(1_000_000);
  const time = createServerTime(clock);
  expect(time.now()).toBe(1_000_000);
  time.sync(iso(2_000_000));
  await clock.advance(1_000);
  time.sync(iso(2_001_000 - 400));
  expect(time.now()).toBe(2_001_000);
  time.sync(iso(2_001_050));
  expect(time.now()).toBe(2_001_050);
});

it("a clock that ran on by itself is believed again only as far as the server says", () => {
  const time = createServerTime(createFakeClock());
  time.sync(iso(2_000_000));
  time.sync(iso(1_000_000));
  expect(time.now()).toBe(1_000_000);
});

it.each([300, 1_000, 60_000])("a sleep of %i ms counts at once", (sleptMs) => {
  const clock = createFakeClock(1_000_000);
  const time = createServerTime(clock);
  time.sync(iso(2_000_000));
  clock.sleep(sleptMs);
  expect(time.now()).toBe(2_000_000 + sleptMs);
});

it("a wall clock that network time corrects little by little changes nothing", () => {
  const clock = createFakeClock(1_000_000);
  const time = createServerTime(clock);
  time.sync(iso(2_000_000));
  clock.sleep(200);
  expect(time.now()).toBe(2_000_000);
});
