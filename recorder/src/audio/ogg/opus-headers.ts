import { sampleRate } from "../format.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const channels = 2;
const vendor = "Synapse Voice";

/** Comments of the file, such as `TITLE`. Names are in capitals, as is usual. */
export type Comments = Readonly<Record<string, string>>;

/** The header packet `OpusHead` (RFC 7845 §5.1): stereo, mapping family 0, no gain. */
export function encodeOpusHead(preSkip: number): Uint8Array {
  const bytes = new Uint8Array(19);
  const view = new DataView(bytes.buffer);
  bytes.set(encoder.encode("OpusHead"));
  view.setUint8(8, 1);
  view.setUint8(9, channels);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, sampleRate, true);
  return bytes;
}

/** Returns the pre-skip, or null if this is no header of a file as we write them. */
export function decodeOpusHead(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isHead = bytes.length >= 19 && startsWith(bytes, "OpusHead");
  if (!isHead || view.getUint8(8) !== 1 || view.getUint8(9) !== channels) return null;
  return view.getUint8(18) === 0 ? view.getUint16(10, true) : null;
}

/** The header packet `OpusTags` (RFC 7845 §5.2). */
export function encodeOpusTags(comments: Comments): Uint8Array {
  const texts = Object.entries(comments).map(([name, value]) => encoder.encode(`${name}=${value}`));
  const fields = [encoder.encode(vendor), ...texts];
  const size = 12 + fields.reduce((sum, field) => sum + 4 + field.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(encoder.encode("OpusTags"));
  let offset = 8;
  for (const [index, field] of fields.entries()) {
    view.setUint32(offset, field.length, true);
    bytes.set(field, offset + 4);
    offset += 4 + field.length;
    if (index > 0) continue;
    view.setUint32(offset, texts.length, true);
    offset += 4;
  }
  return bytes;
}

/** Returns the comments, or null if they are damaged. */
export function decodeOpusTags(bytes: Uint8Array): Comments | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let offset = 8;
  const readLength = (): number => {
    offset += 4;
    return view.getUint32(offset - 4, true);
  };
  const readText = (): string => {
    const length = readLength();
    if (offset + length > bytes.length) throw new RangeError("A comment is too long");
    offset += length;
    return decoder.decode(bytes.subarray(offset - length, offset));
  };
  if (!startsWith(bytes, "OpusTags")) return null;
  try {
    readText();
    const comments: Record<string, string> = {};
    for (let left = readLength(); left > 0; left--) {
      const [name = "", ...value] = readText().split("=");
      comments[name] = value.join("=");
    }
    return comments;
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return encoder.encode(text).every((byte, index) => bytes[index] === byte);
}
