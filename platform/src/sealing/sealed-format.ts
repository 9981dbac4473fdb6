import { createHash } from "node:crypto";
import { SealingError } from "./sealing-error.ts";

// docs/adr/0012-sealed-objects.md describes the format:
//   header   magic "SVSO" (4), version (1), size of the chunks (4), nonce prefix (8)
//   chunks   ciphertext of 64 KiB, the last one of 0 to 64 KiB, each with its tag (16)

/** Bytes of plain content in each chunk but the last. */
export const chunkSize = 64 * 1024;
export const tagSize = 16;
export const sealedChunkSize = chunkSize + tagSize;
export const headerSize = 17;
export const noncePrefixSize = 8;

const magic = Buffer.from("SVSO");
const version = 1;
/** The header up to the nonce prefix. Version 1 has chunks of one size only. */
const start = Buffer.concat([magic, Buffer.of(version, 0, 1, 0, 0)]);

/** The object that content belongs to. A sealed object opens as this one only. */
export interface ObjectIdentity {
  readonly recordingId: string;
  /** The name of the object in its recording, such as `segment-0001`. */
  readonly name: string;
}

export const encodeHeader = (noncePrefix: Uint8Array): Buffer =>
  Buffer.concat([start, noncePrefix]);

/** Returns the nonce prefix of a header. */
export function decodeHeader(header: Buffer): Buffer {
  if (header.length !== headerSize || !header.subarray(0, start.length).equals(start))
    throw new SealingError("unknown_format");
  return header.subarray(start.length);
}

/** Returns what a chunk's tag covers beside the chunk: the header and the identity of the object. */
export function associatedData(header: Uint8Array, { recordingId, name }: ObjectIdentity): Buffer {
  const hash = createHash("sha256").update(header);
  for (const text of [recordingId, name]) {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

/** Returns the number of chunks in a sealed object. Even an empty object has one. */
export const chunksOf = (sealedSize: number): number =>
  Math.ceil((sealedSize - headerSize) / sealedChunkSize);

/** Returns the size of an object before it was sealed, in bytes. */
export function plainSizeOf(sealedSize: number): number {
  const body = sealedSize - headerSize;
  const lastChunk = body % sealedChunkSize;
  // Only an empty object has an empty chunk.
  const isCut = lastChunk > 0 && (lastChunk < tagSize || (lastChunk === tagSize && body > tagSize));
  if (body < tagSize || isCut) throw new SealingError("damaged", "its size is impossible");
  return body - chunksOf(sealedSize) * tagSize;
}

/** Returns the size that content of a known size has as a sealed object, in bytes. */
export const sealedSizeOf = (plainSize: number): number =>
  headerSize + plainSize + Math.max(1, Math.ceil(plainSize / chunkSize)) * tagSize;
