import { expect, it } from "vitest";
import { isPeerPresent } from "./peer-presence.ts";

const noon = Date.parse("2026-01-01T12:00:00.000Z");
const iso = (at: number): string => new Date(at).toISOString();

it("is unknown where an older server says nothing", () => {
  expect(isPeerPresent({}, noon)).toBeUndefined();
  expect(isPeerPresent({ peerAwaitedUntil: null }, noon)).toBe(true);
});

it("a party whose page closed is away until it is back, or for 30 s if the report was wrong", () => {
  const closed = { peerAwaitedUntil: null, peerLeftPageAt: iso(noon) };
  expect([0, 29_999].map((ms) => isPeerPresent(closed, noon + ms))).toEqual([false, false]);
  expect(isPeerPresent(closed, noon + 30_000)).toBe(true);
  const peerAwaitedUntil = iso(noon + 40_000);
  expect(isPeerPresent({ ...closed, peerAwaitedUntil }, noon + 30_000)).toBe(false);
  expect(isPeerPresent({ peerLeftPageAt: iso(noon) }, noon)).toBe(false);
});

it("a party that is awaited is away, also by a clock that is a little off", () => {
  const call = { peerAwaitedUntil: iso(noon + 20_000) };
  expect([-10_000, 0, 25_000].map((ms) => isPeerPresent(call, noon + ms))).toEqual([
    false,
    false,
    false,
  ]);
});

it("a party counts as there while the server can't look into the room", () => {
  expect(isPeerPresent({ peerAwaitedUntil: iso(noon + 300_000) }, noon)).toBe(true);
});

it("is unknown when neither the return nor the end of the call was heard of", () => {
  expect(isPeerPresent({ peerAwaitedUntil: iso(noon) }, noon + 11_000)).toBeUndefined();
});
