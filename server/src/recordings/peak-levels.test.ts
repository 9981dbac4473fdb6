import { levelsOf } from "@synapse-voice/contract";
import { expect, it } from "vitest";
import { peaksFromBytes } from "./peak-levels.ts";

it("peaks keep their loudness within half a decibel, silence apart", () => {
  const decibels = (byte: number) => (byte - 255) / 4;
  const bytes = [255, 251, 200, 100, 40];
  const { cellMs, left, right } = peaksFromBytes(
    Uint8Array.from([...bytes.flatMap((byte) => [byte, 0]), 1, 255]),
  );
  expect(cellMs).toBe(400);
  const levels = levelsOf(left).map((level) => 20 * Math.log10(level));
  for (const [index, byte] of bytes.entries())
    expect(Math.abs((levels[index] ?? 0) - decibels(byte))).toBeLessThanOrEqual(0.5);
  expect(levelsOf(left).at(-1)).toBeGreaterThan(0);
  expect(levelsOf(right)).toEqual([0, 0, 0, 0, 0, 1]);
});

it("peaks of an hour are at most 20 kB", () => {
  const reply = JSON.stringify(peaksFromBytes(new Uint8Array(2 * 9_000).fill(200)));
  expect(reply.length).toBeLessThan(20_000);
});
