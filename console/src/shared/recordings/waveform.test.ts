import { describe, expect, it } from "vitest";
import { peaksOf, type RecordingPeaks } from "@synapse-voice/contract";
import type { Lane } from "./recording-view.ts";
import { barsOf } from "./waveform.ts";

const carl = { userId: "carl", name: "Carl" };
const ada = { userId: "ada", name: "Ada" };
const grace = { userId: "grace", name: "Grace" };
const lane = (change: Partial<Lane> = {}): Lane => ({ people: [carl], turns: [], ...change });

/** Peaks of both sides, by levels of 0 to 63. */
const peaks = (left: readonly number[], right: readonly number[] = []): RecordingPeaks => ({
  cellMs: 400,
  left: peaksOf(left),
  right: peaksOf(right),
});

/** Returns the heights of bars, which stand at `M… …h…v…`. */
const heights = (path: string): number[] =>
  [...path.matchAll(/v(?<height>[\d.]+)/gu)].map(({ groups }) => Number(groups?.["height"]));

describe("the bars of a lane", () => {
  it("are of its own side, from −48 dB to full scale", () => {
    const both = peaks([63, 15, 0], [0, 39, 63]);
    const [left] = barsOf(both, "left", lane(), 1.2);
    const [right] = barsOf(both, "right", lane(), 1.2);
    expect([heights(left?.path ?? ""), heights(right?.path ?? "")]).toEqual([
      [100, 2, 2],
      [2, 50, 100],
    ]);
  });

  it("are of whoever spoke then, or of the only one on this side", () => {
    const four = peaks([40, 40, 40, 40], [40, 40, 40, 40]);
    const turns = [
      { userId: "ada", from: 0, to: 0.5 },
      { userId: "grace", from: 0.8, to: 1.2 },
    ];
    const drawn = barsOf(four, "right", lane({ people: [ada, grace], turns }), 1.6);
    expect(drawn.map(({ userId, path }) => [userId, heights(path).length])).toEqual([
      ["ada", 2],
      ["grace", 1],
      [null, 1],
    ]);
    expect(barsOf(four, "left", lane(), 1.6).map(({ userId }) => userId)).toEqual(["carl"]);
  });

  it("of hours are as few as a lane has room for, and keep the loudest peak", () => {
    const levels = Array.from({ length: 36_000 }, (_, index) => (index === 20_000 ? 63 : 30));
    const [bars] = barsOf(peaks(levels), "left", lane(), 14_400);
    const drawn = heights(bars?.path ?? "");
    expect(drawn.length).toBeLessThanOrEqual(360);
    expect(drawn.filter((height) => height === 100)).toHaveLength(1);
  });

  it("end with the recording, which may be shorter than its last peak", () => {
    const [bars] = barsOf(peaks([0, 0]), "left", lane(), 0.5);
    expect(bars?.path).toMatch(/^M0 49h0\.28v2h-0\.28zM0\.4 49h0\.07v2h-0\.07z$/u);
    expect(barsOf(peaks([]), "left", lane(), 60)).toEqual([]);
  });
});
