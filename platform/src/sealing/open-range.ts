import type { KeyObject } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ObjectStorage, ReadOptions } from "../object-storage/index.ts";
import { splitIntoPieces } from "../split.ts";
import { createChunkCipher, type ChunkCipher } from "./chunk-cipher.ts";
import {
  chunkSize,
  chunksOf,
  headerSize,
  plainSizeOf,
  sealedChunkSize,
  type ObjectIdentity,
} from "./sealed-format.ts";
import { SealingError } from "./sealing-error.ts";

/** A sealed object of a storage, whose ranges can be read. */
export interface OpenedObject {
  /** Size of the content in bytes. It is certain once the last byte has been read. */
  readonly size: number;
  /**
   * Reads from the byte `from` to before the byte `to` of the content. Fetches only the chunks that
   * contain them. Each chunk is checked before any of its bytes are passed on.
   */
  read(range?: ReadOptions): Promise<Readable>;
}

/**
 * Opens a sealed object. `dataKey` is that of its recording. Rejects with a `StorageError` or a
 * `SealingError`, and so do its streams.
 */
export async function openObject(
  storage: ObjectStorage,
  key: string,
  dataKey: KeyObject,
  identity: ObjectIdentity,
  signal?: AbortSignal,
): Promise<OpenedObject> {
  const options = signal === undefined ? {} : { signal };
  const [sealedSize, header] = await Promise.all([
    storage.size(key, options),
    storage.get(key, { from: 0, to: headerSize, ...options }).then(buffer),
  ]);
  const cipher = createChunkCipher(dataKey, header, identity);
  const size = plainSizeOf(sealedSize);
  const lastIndex = chunksOf(sealedSize) - 1;
  return {
    size,
    async read({ from = 0, to = size, signal: readSignal } = {}) {
      const end = Math.min(to, size);
      // The chunk of an empty object is read, too, because it shows that the object is whole.
      if (from >= end && size > 0) return Readable.from([]);
      const start = Math.min(from, size);
      const first = Math.floor(start / chunkSize);
      const last = Math.max(0, Math.ceil(end / chunkSize) - 1);
      const sealed = await storage.get(key, {
        from: headerSize + first * sealedChunkSize,
        to: Math.min(headerSize + (last + 1) * sealedChunkSize, sealedSize),
        ...(readSignal === undefined ? {} : { signal: readSignal }),
      });
      const chunks = openChunks(sealed, cipher, { first, last, lastIndex });
      const cut = cutOut(chunks, start - first * chunkSize, end - start);
      return Readable.from(cut, { objectMode: false }).once("close", () => sealed.destroy());
    },
  };
}

/** Reads a range of a sealed object. Use `openObject` for its size, or to read several ranges. */
export async function openRange(
  storage: ObjectStorage,
  key: string,
  dataKey: KeyObject,
  identity: ObjectIdentity,
  range: ReadOptions = {},
): Promise<Readable> {
  const opened = await openObject(storage, key, dataKey, identity, range.signal);
  return opened.read(range);
}

async function* openChunks(
  sealed: AsyncIterable<Uint8Array>,
  cipher: ChunkCipher,
  { first, last, lastIndex }: { first: number; last: number; lastIndex: number },
): AsyncGenerator<Buffer> {
  let index = first;
  for await (const piece of splitIntoPieces(sealed, sealedChunkSize)) {
    yield cipher.open(piece, index, index === lastIndex);
    index += 1;
  }
  if (index !== last + 1) throw new SealingError("damaged", "it ends too early");
}

/** Passes on `length` bytes after the first `skipped` ones. */
async function* cutOut(
  chunks: AsyncIterable<Buffer>,
  skipped: number,
  length: number,
): AsyncGenerator<Buffer> {
  let toSkip = skipped;
  let left = length;
  for await (const chunk of chunks) {
    const wanted = chunk.subarray(toSkip, toSkip + left);
    toSkip = 0;
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
  }
}
