import { expect, it } from "vitest";
import { loudnessOf } from "./microphone-level.ts";

const sine = (peak: number) =>
  Float32Array.from({ length: 2048 }, (_, index) => peak * Math.sin(index / 5));

it("a level is 0 in silence, 1 at its loudest, and grows with decibels", () => {
  expect(loudnessOf(sine(0))).toBe(0);
  expect(loudnessOf(sine(0.000_1))).toBe(0);
  expect(loudnessOf(sine(0.01))).toBeCloseTo(0.28, 1);
  expect(loudnessOf(sine(0.1))).toBeCloseTo(0.62, 1);
  expect(loudnessOf(new Float32Array(8).fill(1))).toBe(1);
});
