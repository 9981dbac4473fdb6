import { describe, expect, it } from "vitest";
import { line, percentile } from "./figures.ts";

describe("figures", () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);

  it("a percentile is taken of the sorted samples", () => {
    expect(percentile(samples, 0.5)).toBe(51);
    expect(percentile(samples, 0.99)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it("a line says how many times the floor a figure is", () => {
    expect(
      line(
        "twice",
        samples.map((ms) => ms * 2),
        samples,
      ),
    ).toMatch(/102\.00 ms \(2\.00×\).*n=100/u);
  });
});
