import { crc32 } from "../crc32.ts";

/** A page of an Ogg stream (RFC 3533 §6). */
export type Page = {
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The samples that the stream has at the end of this page, or −1 if no packet ends on it. */
  readonly granule: bigint;
  readonly serial: number;
  readonly sequence: number;
  readonly lacing: readonly number[];
  readonly body: Uint8Array;
};

export const maxLacing = 255;
const headerBytes = 27;
const checksumOffset = 22;
const flags = { continued: 1, first: 2, last: 4 };

/** Returns the lacing values of a packet: as many 255 as it has whole parts, and the rest. */
export function lacingOf(packet: Uint8Array): number[] {
  const whole = Math.floor(packet.length / 255);
  return [...Array.from({ length: whole }, () => 255), packet.length % 255];
}

export function encodePage(page: Page): Uint8Array {
  const bytes = new Uint8Array(headerBytes + page.lacing.length + page.body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("OggS"));
  view.setUint8(
    5,
    (page.isContinued ? flags.continued : 0) +
      (page.isFirst ? flags.first : 0) +
      (page.isLast ? flags.last : 0),
  );
  view.setBigInt64(6, page.granule, true);
  view.setUint32(14, page.serial, true);
  view.setUint32(18, page.sequence, true);
  view.setUint8(26, page.lacing.length);
  bytes.set(page.lacing, headerBytes);
  bytes.set(page.body, headerBytes + page.lacing.length);
  view.setUint32(checksumOffset, crc32(bytes), true);
  return bytes;
}

/** Returns the page at an offset and the offset after it, or null if none is there unharmed. */
export function decodePage(
  bytes: Uint8Array,
  offset: number,
): { readonly page: Page; readonly end: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
  if (view.byteLength < headerBytes) return null;
  if (new TextDecoder().decode(bytes.subarray(offset, offset + 4)) !== "OggS") return null;
  const bodyStart = offset + headerBytes + view.getUint8(26);
  const lacing = [...bytes.subarray(offset + headerBytes, bodyStart)];
  const end = bodyStart + lacing.reduce((sum, value) => sum + value, 0);
  if (view.getUint8(4) !== 0 || end > bytes.length) return null;
  const unsigned = Uint8Array.from(bytes.subarray(offset, end));
  unsigned.fill(0, checksumOffset, checksumOffset + 4);
  if (crc32(unsigned) !== view.getUint32(checksumOffset, true)) return null;
  const type = view.getUint8(5);
  const page = {
    isContinued: (type & flags.continued) !== 0,
    isFirst: (type & flags.first) !== 0,
    isLast: (type & flags.last) !== 0,
    granule: view.getBigInt64(6, true),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    lacing,
    body: bytes.subarray(bodyStart, end),
  };
  return { page, end };
}
