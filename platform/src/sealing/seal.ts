import { randomBytes, type KeyObject } from "node:crypto";
import { Readable } from "node:stream";
import { splitIntoPieces } from "../split.ts";
import { createChunkCipher } from "./chunk-cipher.ts";
import { chunkSize, encodeHeader, noncePrefixSize, type ObjectIdentity } from "./sealed-format.ts";

/**
 * Seals content as one object: yields the sealed bytes, for `ObjectStorage.put`. At most two chunks
 * are in memory.
 */
export async function* seal(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  dataKey: KeyObject,
  identity: ObjectIdentity,
): AsyncGenerator<Uint8Array> {
  const header = encodeHeader(randomBytes(noncePrefixSize));
  const cipher = createChunkCipher(dataKey, header, identity);
  yield header;
  const stream = content instanceof Uint8Array ? Readable.from([content]) : content;
  let index = 0;
  // One chunk behind, because the last one is marked.
  let waiting: Uint8Array = new Uint8Array();
  for await (const piece of splitIntoPieces(stream, chunkSize)) {
    if (waiting.length > 0) {
      yield cipher.seal(waiting, index, false);
      index += 1;
    }
    waiting = piece;
  }
  yield cipher.seal(waiting, index, true);
}
