import { describe, expect, it } from "vitest";
import type { StereoEncoder } from "../audio/opus/stereo-encoder.ts";
import { peakByte } from "../audio/peaks.ts";
import { createTimeline } from "../audio/timeline/timeline.ts";
import { framesOf } from "../testing/frames.ts";
import { tone } from "../testing/tones.ts";
import type { Segment } from "./segment.ts";
import { createSegmentBuilder } from "./segment-builder.ts";

/** Makes one byte of a block, which says whether the block is silent. */
const encoder: StereoEncoder = {
  encode: (samples) => Uint8Array.of(samples.some((sample) => sample !== 0) ? 1 : 0),
};

function build(startMs: number, untilMs: number) {
  const timeline = createTimeline({ sideOf: () => "left", readFromMs: startMs });
  const builder = createSegmentBuilder({ attempt: 3, encoder, timeline });
  timeline.addGate({ side: "left", fromMs: 9000, toMs: 11_000, reason: "pause" });
  timeline.addGap({ side: "left", fromMs: 13_000, reason: "reconnecting" });
  const source = { identity: "customer:1", trackSid: "TR_1" };
  for (const { samples, arrivedAtMs } of framesOf(tone(440, 4000, 16_384), 8000, 100))
    timeline.write(source, samples, arrivedAtMs);
  const closed = [...timeline.read(untilMs)].map((block) => builder.add(block));
  const segments = [...closed, builder.close()].filter((segment): segment is Segment => !!segment);
  expect(builder.close()).toBeNull();
  return segments;
}

describe("segments", () => {
  it("end at each ten seconds of the recording, and where the recorder stops", () => {
    const segments = build(5000, 23_000);
    expect(segments.map(({ startMs, packets }) => [startMs, packets.length])).toEqual([
      [5000, 250],
      [10_000, 500],
      [20_000, 150],
    ]);
    expect(build(10_000, 20_000).length).toBe(1);
  });

  it("say all about their time, and nothing about other times", () => {
    const [first, second] = build(5000, 15_000);
    const customer = { identity: "customer:1", side: "left" };
    expect(first).toMatchObject({
      attempt: 3,
      utterances: [{ ...customer, fromMs: 8000, toMs: 9000 }],
      captured: [{ side: "left", fromMs: 8000, toMs: 9000 }],
      gates: [{ side: "left", fromMs: 9000, toMs: 10_000, reason: "pause" }],
      gaps: [],
    });
    expect(second).toMatchObject({
      utterances: [{ ...customer, fromMs: 11_000, toMs: 12_000 }],
      captured: [{ side: "left", fromMs: 11_000, toMs: 12_000 }],
      gates: [{ side: "left", fromMs: 10_000, toMs: 11_000, reason: "pause" }],
      gaps: [{ side: "left", fromMs: 13_000, toMs: 15_000, reason: "reconnecting" }],
    });
    expect(first?.packets.map(([byte]) => byte).join("")).toBe(
      `${"0".repeat(150)}${"1".repeat(50)}${"0".repeat(50)}`,
    );
    const loud = peakByte(16_384);
    const left = [...(first?.peaks ?? [])].filter((_, index) => index % 2 === 0);
    // The cell in which the segment starts began at 4800 ms.
    expect(left).toEqual([0, 0, 0, 0, 0, 0, 0, 0, loud, loud, loud, 0, 0]);
  });
});
