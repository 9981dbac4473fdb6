import { describe, expect, it } from "vitest";
import { readOggOpus } from "../audio/ogg/reader.ts";
import { silencePacket } from "../audio/opus/stereo-encoder.ts";
import { joinSegments, type JoinOptions } from "./join.ts";
import type { SegmentRef } from "./plan.ts";
import type { Segment } from "./segment.ts";

/** Makes a segment whose packets say their attempt and block. */
function segment(attempt: number, startMs: number, ms: number, more?: Partial<Segment>): Segment {
  const blocks = ms / 20;
  return {
    attempt,
    startMs,
    packets: Array.from({ length: blocks }, (_, index) =>
      Uint8Array.from(Buffer.from(`${attempt}:${startMs / 20 + index}`)),
    ),
    peaks: new Uint8Array(2 * Math.ceil(ms / 400)).fill(100),
    utterances: [],
    captured: [
      { side: "left", fromMs: startMs, toMs: startMs + ms },
      { side: "right", fromMs: startMs, toMs: startMs + ms },
    ],
    gates: [],
    gaps: [],
    ...more,
  };
}

function refTo(stored: Segment, loaded: Segment | null = stored): SegmentRef {
  const { attempt, startMs, packets } = stored;
  return { attempt, startMs, blocks: packets.length, load: () => Promise.resolve(loaded) };
}

async function join(
  refs: readonly SegmentRef[],
  range: Pick<JoinOptions, "startMs" | "endMs" | "gates">,
) {
  const options = { ...range, serial: 1, comments: { RECORDING: "rec_1" } };
  const joined = joinSegments(refs, options);
  const chunks: Uint8Array[] = [];
  for await (const chunk of joined.chunks) chunks.push(chunk);
  const file = readOggOpus(Buffer.concat(chunks));
  const packets = file.packets.map((packet) =>
    packet.length === silencePacket.length && packet[0] === silencePacket[0]
      ? "silence"
      : Buffer.from(packet).toString(),
  );
  return { file, packets, metadata: joined.metadata(), peaks: joined.peaks() };
}

describe("a joined recording", () => {
  it("has all packets in order, and ends on the sample", async () => {
    const { file, packets, metadata } = await join(
      [refTo(segment(1, 10_000, 4000)), refTo(segment(1, 0, 10_000))],
      { startMs: 0, endMs: 13_987.5 },
    );
    expect(packets).toEqual(Array.from({ length: 700 }, (_, block) => `1:${block}`));
    expect(file.samples).toBe(13_987.5 * 48);
    expect([file.preSkip, file.comments]).toEqual([312, { RECORDING: "rec_1" }]);
    const whole = { expectedSeconds: 13.988, recordedSeconds: 13.988, capturedSeconds: 13.988 };
    expect(metadata).toEqual({
      durationSeconds: 13.988,
      left: whole,
      right: whole,
      speakers: [],
      gates: [],
      gaps: [],
    });
  });

  it("begins on the sample, by skipping a part of its first packet", async () => {
    const { file, packets } = await join([refTo(segment(1, 0, 2000))], {
      startMs: 1013,
      endMs: 1500,
    });
    expect(packets[0]).toBe("1:50");
    expect(file.preSkip).toBe(312 + 13 * 48);
    expect(file.samples).toBe(487 * 48);
  });

  it("has silence of the right length where segments are lost or damaged", async () => {
    const damaged = segment(1, 20_000, 10_000);
    const { file, packets, metadata, peaks } = await join(
      [
        refTo(segment(1, 0, 10_000)),
        refTo(damaged, null),
        refTo(segment(2, 33_000, 7000)),
        refTo(segment(2, 40_000, 10_000), segment(2, 40_000, 9980)),
      ],
      { startMs: 0, endMs: 50_000 },
    );
    expect(file.samples).toBe(50_000 * 48);
    expect(packets.slice(498, 502)).toEqual(["1:498", "1:499", "silence", "silence"]);
    expect(packets.slice(1648, 1652)).toEqual(["silence", "silence", "2:1650", "2:1651"]);
    expect(packets.slice(2000).every((packet) => packet === "silence")).toBe(true);
    expect(metadata.gaps).toEqual([
      { side: "both", from: 10, to: 33, reason: "lost" },
      { side: "both", from: 40, to: 50, reason: "lost" },
    ]);
    expect(metadata.left).toEqual({
      expectedSeconds: 50,
      recordedSeconds: 17,
      capturedSeconds: 17,
    });
    expect(peaks.length).toBe(250);
    expect([...peaks.subarray(46, 54)]).toEqual([100, 100, 100, 100, 0, 0, 0, 0]);
  });

  it("uses an earlier attempt where the segment of the latest one is damaged", async () => {
    const { packets, metadata } = await join(
      [refTo(segment(1, 0, 6000)), refTo(segment(2, 4000, 6000), null)],
      { startMs: 0, endMs: 10_000 },
    );
    expect(packets.slice(298, 302)).toEqual(["1:298", "1:299", "silence", "silence"]);
    expect(metadata.gaps).toEqual([{ side: "both", from: 6, to: 10, reason: "lost" }]);
  });

  it("tells of overlaps only what the segment says that counts there", async () => {
    const voice = { identity: "customer:1", side: "left" } as const;
    const { packets, metadata } = await join(
      [
        refTo(segment(1, 0, 10_000, { utterances: [{ ...voice, fromMs: 500, toMs: 9000 }] })),
        refTo(segment(2, 7000, 3000, { utterances: [{ ...voice, fromMs: 7200, toMs: 8000 }] })),
      ],
      { startMs: 0, endMs: 10_000 },
    );
    expect(packets.slice(349, 351)).toEqual(["1:349", "2:350"]);
    expect(metadata.speakers).toEqual([{ ...voice, from: 0.5, to: 8 }]);
  });

  it("misses nothing in a gate whose segments are lost", async () => {
    const { metadata } = await join([refTo(segment(1, 0, 4000)), refTo(segment(2, 8000, 2000))], {
      startMs: 0,
      endMs: 10_000,
      gates: [{ side: "both", fromMs: 5000, toMs: 8500, reason: "pause" }],
    });
    expect(metadata.left).toMatchObject({ expectedSeconds: 6.5, recordedSeconds: 5.5 });
    expect(metadata.gates).toEqual([{ side: "both", from: 5, to: 8.5, reason: "pause" }]);
  });

  it("counts gates as not expected, and gaps as not recorded", async () => {
    const first = segment(1, 0, 10_000, {
      gates: [{ side: "both", fromMs: 8000, toMs: 10_000, reason: "pause" }],
      gaps: [{ side: "left", fromMs: 1000, toMs: 1240, reason: "reconnecting" }],
      captured: [{ side: "left", fromMs: 0, toMs: 1000 }],
      utterances: [{ identity: "customer:1", side: "left", fromMs: 0, toMs: 1000 }],
    });
    const second = segment(1, 10_000, 5000, {
      gates: [
        { side: "both", fromMs: 10_000, toMs: 11_000, reason: "pause" },
        { side: "right", fromMs: 10_500, toMs: 14_000, reason: "hold" },
      ],
    });
    const { metadata } = await join([refTo(first), refTo(second)], { startMs: 500, endMs: 15_000 });
    expect(metadata).toEqual({
      durationSeconds: 14.5,
      left: { expectedSeconds: 11.5, recordedSeconds: 11.26, capturedSeconds: 5.5 },
      right: { expectedSeconds: 8.5, recordedSeconds: 8.5, capturedSeconds: 5 },
      speakers: [{ identity: "customer:1", side: "left", from: 0, to: 0.5 }],
      gates: [
        { side: "both", from: 7.5, to: 10.5, reason: "pause" },
        { side: "right", from: 10, to: 13.5, reason: "hold" },
      ],
      gaps: [{ side: "left", from: 0.5, to: 0.74, reason: "reconnecting" }],
    });
  });
});
