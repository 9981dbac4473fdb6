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
  it("end at each four seconds of the recording, and where the recorder stops", () => {
    const segments = build(5000, 13_000);
    expect(segments.map(({ startMs, packets }) => [startMs, packets.length])).toEqual([
      [5000, 150],
      [8000, 200],
      [12_000, 50],
    ]);
    expect(build(8000, 12_000).length).toBe(1);
  });

  it("say all about their time, and nothing about other times", () => {
    const [first, second, third] = build(5000, 15_000);
    const customer = { identity: "customer:1", side: "left" };
    expect(first).toMatchObject({
      attempt: 3,
      utterances: [],
      captured: [],
      gates: [],
      gaps: [],
    });
    expect(second).toMatchObject({
      utterances: [
        { ...customer, fromMs: 8000, toMs: 9000 },
        { ...customer, fromMs: 11_000, toMs: 12_000 },
      ],
      captured: [
        { side: "left", fromMs: 8000, toMs: 9000 },
        { side: "left", fromMs: 11_000, toMs: 12_000 },
      ],
      gates: [{ side: "left", fromMs: 9000, toMs: 11_000, reason: "pause" }],
      gaps: [],
    });
    expect(third).toMatchObject({
      gates: [],
      gaps: [{ side: "left", fromMs: 13_000, toMs: 15_000, reason: "reconnecting" }],
    });
    expect(second?.packets.map(([byte]) => byte).join("")).toBe(
      `${"1".repeat(50)}${"0".repeat(100)}${"1".repeat(50)}`,
    );
    const loud = peakByte(16_384);
    const left = [...(second?.peaks ?? [])].filter((_, index) => index % 2 === 0);
    expect(left).toEqual([loud, loud, loud, 0, 0, 0, 0, loud, loud, loud]);
  });
});
