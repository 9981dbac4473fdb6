import * as v from "valibot";
import { crc32 } from "../audio/crc32.ts";
import { blockMs } from "../audio/format.ts";
import { maxSegmentMs, type Segment } from "./segment.ts";

// The format, with all numbers little-endian:
//
//   4 bytes   "SVRS"
//   uint8     version
//   uint32    length of the header
//   uint16    number of packets
//   uint16    number of bytes of peaks
//   uint16[]  length of each packet
//   …         header: JSON
//   …         peaks
//   …         packets, one after another
//   uint32    CRC-32 of all before it

const magic = "SVRS";
const version = 1;
const fixedBytes = 13;
const checksumBytes = 4;
const maxPackets = maxSegmentMs / blockMs;

export type SegmentErrorCode =
  | "not_a_segment"
  | "unsupported_version"
  | "wrong_length"
  | "wrong_checksum"
  | "invalid_header";

export class SegmentError extends Error {
  override readonly name = "SegmentError";
  readonly code: SegmentErrorCode;

  constructor(code: SegmentErrorCode) {
    super(`The segment can't be read: ${code}`);
    this.code = code;
  }
}

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Time = v.pipe(v.number(), v.finite(), v.minValue(0));
const span = { fromMs: Time, toMs: Time };
const OneSide = v.picklist(["left", "right"]);
const Marked = v.object({
  ...span,
  side: v.picklist(["left", "right", "both"]),
  reason: v.string(),
});
const Header = v.object({
  attempt: Count,
  startMs: v.pipe(Count, v.multipleOf(blockMs)),
  utterances: v.array(v.object({ ...span, side: OneSide, identity: v.string() })),
  captured: v.array(v.object({ ...span, side: OneSide })),
  gates: v.array(Marked),
  gaps: v.array(Marked),
});

export function encodeSegment({ packets, peaks, ...header }: Segment): Uint8Array {
  if (packets.length > maxPackets) throw new RangeError("The segment is too long");
  const json = new TextEncoder().encode(JSON.stringify(header));
  const packetBytes = packets.reduce((sum, packet) => sum + packet.length, 0);
  const headerStart = fixedBytes + 2 * packets.length;
  const end = headerStart + json.length + peaks.length + packetBytes;
  const bytes = new Uint8Array(end + checksumBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint8(4, version);
  view.setUint32(5, json.length, true);
  view.setUint16(9, packets.length, true);
  view.setUint16(11, peaks.length, true);
  bytes.set(json, headerStart);
  bytes.set(peaks, headerStart + json.length);
  let offset = headerStart + json.length + peaks.length;
  for (const [index, packet] of packets.entries()) {
    view.setUint16(fixedBytes + 2 * index, packet.length, true);
    bytes.set(packet, offset);
    offset += packet.length;
  }
  view.setUint32(end, crc32(bytes.subarray(0, end)), true);
  return bytes;
}

/** Reads a segment. It throws a `SegmentError` if anything about it is wrong. */
export function decodeSegment(bytes: Uint8Array): Segment {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (new TextDecoder().decode(bytes.subarray(0, 4)) !== magic)
    throw new SegmentError("not_a_segment");
  if (bytes.length < fixedBytes) throw new SegmentError("wrong_length");
  if (view.getUint8(4) !== version) throw new SegmentError("unsupported_version");
  const { headerStart, peaksStart, packetsStart, lengths, end } = measure(view);
  if (end + checksumBytes !== bytes.length) throw new SegmentError("wrong_length");
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end, true))
    throw new SegmentError("wrong_checksum");
  let offset = packetsStart;
  const packets = lengths.map((length) => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  });
  const header = decodeHeader(bytes.subarray(headerStart, peaksStart));
  return { ...header, peaks: bytes.subarray(peaksStart, packetsStart), packets };
}

/** Finds the parts by the lengths at the start, which may say anything. */
function measure(view: DataView) {
  const count = view.getUint16(9, true);
  const headerStart = fixedBytes + 2 * count;
  if (count > maxPackets || headerStart > view.byteLength) throw new SegmentError("wrong_length");
  const lengths = Array.from({ length: count }, (_, index) =>
    view.getUint16(fixedBytes + 2 * index, true),
  );
  const peaksStart = headerStart + view.getUint32(5, true);
  const packetsStart = peaksStart + view.getUint16(11, true);
  const end = lengths.reduce((sum, length) => sum + length, packetsStart);
  return { headerStart, peaksStart, packetsStart, lengths, end };
}

function decodeHeader(bytes: Uint8Array): v.InferOutput<typeof Header> {
  try {
    return v.parse(Header, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new SegmentError("invalid_header");
  }
}
