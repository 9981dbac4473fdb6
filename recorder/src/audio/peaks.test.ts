import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPeaks, peakByte, peakMs } from "./peaks.ts";

const block = (left: number, right: number) => {
  const samples = new Int16Array(1920);
  samples[100] = left;
  samples[801] = right;
  return samples;
};

describe("peaks", () => {
  it.each([
    [0, 0],
    [1, 0],
    [22, 1],
    [32_768 / 2, 231],
    [-32_768 / 2, 231],
    [32_767, 255],
    [-32_768, 255],
  ])("show the level %i as %i", (sample, byte) => {
    expect(peakByte(sample)).toBe(byte);
  });

  it("are at most 0.125 dB off above −63.5 dB", () => {
    fc.assert(
      fc.property(fc.integer({ min: 22, max: 32_768 }), (sample) => {
        const shown = (peakByte(sample) - 255) / 4;
        expect(Math.abs(shown - 20 * Math.log10(sample / 32_768))).toBeLessThanOrEqual(0.125_001);
      }),
    );
  });

  it("keep the loudest sample of each lane and cell", () => {
    const peaks = createPeaks(380);
    peaks.add(380, block(100, 200));
    for (let ms = 400; ms < 800; ms += 20) peaks.add(ms, block(ms, -ms));
    peaks.add(800, block(0, 32_767));
    expect([...peaks.bytes()]).toEqual([
      peakByte(100),
      peakByte(200),
      peakByte(780),
      peakByte(780),
      0,
      255,
    ]);
  });

  it("of an hour have less than 20 kB", () => {
    expect((2 * 3_600_000) / peakMs).toBeLessThan(20_000);
  });
});
