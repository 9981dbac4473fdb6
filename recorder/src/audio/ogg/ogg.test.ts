import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockSamples } from "../format.ts";
import { OggError, type OggOpusFile, readOggOpus } from "./reader.ts";
import { createOggOpusWriter } from "./writer.ts";

const comments = { TITLE: "Ein Gespräch", RECORDING: "a=b" };
const preSkip = 312;

function write(packets: readonly Uint8Array[], cutSamples = 0): Uint8Array {
  const writer = createOggOpusWriter({ serial: 0xfedcba98, preSkip, comments });
  return Buffer.concat([
    ...writer.headers(),
    ...packets.flatMap((packet) => writer.write(packet)),
    writer.finish(packets.length * blockSamples - cutSamples),
  ]);
}

function codeOf(bytes: Uint8Array): string {
  try {
    readOggOpus(bytes);
    return "none";
  } catch (error) {
    return error instanceof OggError ? error.code : String(error);
  }
}

/** Checks what RFC 7845 says of granule positions, and our limit of a second. */
function expectPagesInOrder({ pages }: OggOpusFile): void {
  const samplesOf = pages
    .slice(2)
    .map(({ lacing }) => lacing.filter((value) => value < 255).length * blockSamples);
  expect(Math.max(...samplesOf)).toBeLessThanOrEqual(48_000);
  const ends = samplesOf.map((_, index) =>
    samplesOf.slice(0, index + 1).reduce((sum, samples) => sum + samples),
  );
  const granules = pages.map(({ granule }) => Number(granule));
  expect(granules.slice(0, -1)).toEqual([0, 0, ...ends.slice(0, -1)]);
  expect(granules.at(-1)).toBeLessThanOrEqual(ends.at(-1)!);
  expect(pages.filter(({ isFirst }) => isFirst)).toEqual([pages[0]]);
  expect(pages.filter(({ isLast }) => isLast)).toEqual([pages.at(-1)]);
}

describe("an Ogg Opus file", () => {
  it("holds the packets, the comments and the length on the sample, whatever the packets", () => {
    const packet = fc.uint8Array({ minLength: 0, maxLength: 1275 });
    const packets = fc.array(packet, { minLength: 1, maxLength: 130, size: "max" });
    fc.assert(
      fc.property(packets, fc.nat(blockSamples - 1), (packets, cutSamples) => {
        const file = readOggOpus(write(packets, cutSamples));
        expect(file.packets.map((read) => Buffer.from(read).toString("hex"))).toEqual(
          packets.map((written) => Buffer.from(written).toString("hex")),
        );
        expect(file.samples).toBe(packets.length * blockSamples - cutSamples - preSkip);
        expect([file.preSkip, file.comments]).toEqual([preSkip, comments]);
        expectPagesInOrder(file);
      }),
      { numRuns: 20 },
    );
  });

  it("of a minute has a page for each second", () => {
    const packets = Array.from({ length: 3000 }, () => new Uint8Array(80));
    expect(readOggOpus(write(packets)).pages.length).toBe(62);
  });

  it("can't end outside its last packet", () => {
    const writer = createOggOpusWriter({ serial: 1, preSkip, comments });
    writer.write(new Uint8Array(3));
    writer.write(new Uint8Array(3));
    expect(() => writer.finish(1921)).toThrow(RangeError);
    expect(() => writer.finish(960)).toThrow(RangeError);
  });

  it("is refused with each byte changed", () => {
    const bytes = write([new Uint8Array(40), new Uint8Array(30)]);
    for (const index of bytes.keys()) {
      const damaged = Uint8Array.from(bytes);
      damaged[index]! ^= 0x10;
      expect(codeOf(damaged)).toBe("damaged_page");
    }
  });

  it("says what is missing", () => {
    const packets = Array.from({ length: 120 }, () => new Uint8Array(3));
    const bytes = write(packets);
    const starts = [...bytes.keys()].filter(
      (index) => Buffer.from(bytes.subarray(index, index + 4)).toString() === "OggS",
    );
    expect(codeOf(bytes.subarray(0, starts.at(-1)))).toBe("no_end");
    expect(codeOf(bytes.subarray(0, bytes.length - 1))).toBe("damaged_page");
    expect(codeOf(Buffer.concat([bytes.subarray(0, starts[2]), bytes.subarray(starts[3])]))).toBe(
      "missing_page",
    );
    expect(codeOf(Buffer.concat([bytes, bytes]))).toBe("missing_page");
    expect(codeOf(new Uint8Array())).toBe("damaged_headers");
  });
});
