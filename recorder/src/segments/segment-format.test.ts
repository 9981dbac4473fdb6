import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "../audio/crc32.ts";
import type { Segment } from "./segment.ts";
import { decodeSegment, encodeSegment, SegmentError } from "./segment-format.ts";

const segment: Segment = {
  attempt: 2,
  startMs: 40_000,
  packets: [Uint8Array.of(1, 2, 3), Uint8Array.of(), Uint8Array.of(4)],
  peaks: Uint8Array.of(9, 8),
  utterances: [{ identity: "agent:Jürgen", side: "right", fromMs: 40_000, toMs: 40_020 }],
  captured: [{ side: "left", fromMs: 40_000, toMs: 40_060 }],
  gates: [{ side: "both", fromMs: 40_003.5, toMs: 40_010, reason: "pause" }],
  gaps: [{ side: "left", fromMs: 40_000, toMs: 40_010, reason: "reconnecting" }],
};

function codeOf(bytes: Uint8Array): string {
  try {
    decodeSegment(bytes);
    return "none";
  } catch (error) {
    return error instanceof SegmentError ? error.code : String(error);
  }
}

/** Makes the checksum right again after a change. */
function signed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const end = copy.length - 4;
  new DataView(copy.buffer).setUint32(end, crc32(copy.subarray(0, end)), true);
  return copy;
}

const withHeader = (change: object) => encodeSegment({ ...segment, ...change } as Segment);

describe("a stored segment", () => {
  it("is read as it was written, also from the middle of a buffer", () => {
    const bytes = encodeSegment(segment);
    const padded = new Uint8Array(bytes.length + 7);
    padded.set(bytes, 7);
    expect(decodeSegment(bytes)).toEqual(segment);
    expect(decodeSegment(padded.subarray(7))).toEqual(segment);
  });

  it("is read as it was written, whatever is in it", () => {
    const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
    const any = fc.record({
      attempt: fc.nat(),
      startMs: fc.nat(100_000).map((block) => block * 20),
      packets: fc.array(bytes(200), { maxLength: 500 }),
      peaks: bytes(50),
    });
    fc.assert(
      fc.property(any, (any) => {
        const written = { ...segment, ...any };
        expect(decodeSegment(encodeSegment(written))).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });

  it("is refused with any bit changed", () => {
    const bytes = encodeSegment(segment);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Uint8Array.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(codeOf(damaged)).not.toBe("none");
    }
  });

  it("is refused at any other length", () => {
    const bytes = encodeSegment(segment);
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(bytes.subarray(0, length))).toBe(length < 4 ? "not_a_segment" : "wrong_length");
    expect(codeOf(Buffer.concat([bytes, Uint8Array.of(0)]))).toBe("wrong_length");
  });

  it.each([
    ["not_a_segment", (bytes: Uint8Array) => signed(bytes.with(0, 0))],
    ["unsupported_version", (bytes: Uint8Array) => signed(bytes.with(4, 2))],
    ["wrong_length", (bytes: Uint8Array) => signed(bytes.with(10, 255))],
    ["wrong_checksum", (bytes: Uint8Array) => bytes.with(bytes.length - 6, 7)],
    ["invalid_header", () => withHeader({ startMs: 10 })],
    ["invalid_header", () => withHeader({ startMs: -20 })],
    ["invalid_header", () => withHeader({ attempt: "2" })],
    [
      "invalid_header",
      () => withHeader({ gaps: [{ side: "up", fromMs: 0, toMs: 1, reason: "" }] }),
    ],
  ])("says that it is %s", (code, change) => {
    expect(codeOf(change(encodeSegment(segment)))).toBe(code);
  });

  it("never fails in another way, whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const marked = signed(Buffer.concat([Buffer.from("SVRS\u0001"), bytes, Buffer.alloc(4)]));
        expect(["wrong_length", "invalid_header"]).toContain(codeOf(marked));
      }),
      { numRuns: 500 },
    );
  });

  it("has at most ten seconds", () => {
    const packets = Array.from({ length: 501 }, () => Uint8Array.of(1));
    expect(() => encodeSegment({ ...segment, packets })).toThrow(RangeError);
  });
});
