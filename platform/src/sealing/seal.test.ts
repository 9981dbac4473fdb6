import { createHash, randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFakeObjectStorage } from "../object-storage/fake-object-storage.ts";
import { createDataKey } from "./key-ring.ts";
import { openObject, openRange } from "./open-range.ts";
import { seal } from "./seal.ts";
import {
  chunkSize,
  headerSize,
  plainSizeOf,
  sealedChunkSize,
  sealedSizeOf,
} from "./sealed-format.ts";
import type { SealingErrorCode } from "./sealing-error.ts";

const identity = { recordingId: "recording-1", name: "segment-0001" };
const failsWith = (code: SealingErrorCode) =>
  expect.objectContaining({ name: "SealingError", code });

/** Bytes in which no two positions nearby look alike. */
function pattern(size: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, at) =>
    createHash("sha256").update(String(at)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, size);
}
const plain = pattern(5 * chunkSize);

/** Sealed content in a storage. */
async function stored(content: Uint8Array | AsyncIterable<Uint8Array>, of = identity) {
  const storage = createFakeObjectStorage();
  const dataKey = createDataKey();
  const key = `tenant/${randomUUID()}`;
  await storage.put(key, seal(content, dataKey, of));
  const read = async (range = {}, as = of, usedKey = dataKey) =>
    buffer(await openRange(storage, key, usedKey, as, range));
  /** Replaces the sealed bytes. */
  const change = (edit: (sealed: Buffer) => Buffer) =>
    storage.objects.set(key, edit(Buffer.from(storage.objects.get(key)!)));
  return { storage, dataKey, key, read, change };
}

/** Sizes at and around the borders of chunks. */
const sizes = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 }))
  .map(([chunks, more]) => Math.max(0, chunks * chunkSize + more));

describe("a sealed object", () => {
  it("gives back content of every size, however it arrives", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 100_000 }), async (size, step) => {
        const content = plain.subarray(0, size);
        async function* stream() {
          for (let at = 0; at < size; at += step) yield content.subarray(at, at + step);
        }
        const { storage, key, read } = await stored(stream());
        expect((await read()).equals(content)).toBe(true);
        expect(await storage.size(key)).toBe(sealedSizeOf(size));
        expect(plainSizeOf(sealedSizeOf(size))).toBe(size);
      }),
      { numRuns: 40 },
    );
  });

  it("reads every range", async () => {
    const { read } = await stored(plain);
    const position = fc.oneof(sizes, fc.integer({ min: 0, max: plain.length + 10 }));
    await fc.assert(
      fc.asyncProperty(position, position, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
        expect((await read({ from, to })).equals(plain.subarray(from, to))).toBe(true);
        expect((await read({ from })).equals(plain.subarray(from))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("reads nothing of an empty object, and checks that it is whole", async () => {
    const { read, change } = await stored(Buffer.alloc(0));
    const beyond = { from: 3 * chunkSize, to: 3 * chunkSize + 9 };
    expect(await read(beyond)).toHaveLength(0);
    change((sealed) => Buffer.concat([sealed.subarray(0, -1), Buffer.of(sealed.at(-1)! ^ 1)]));
    await expect(read(beyond)).rejects.toEqual(failsWith("damaged"));
  });

  it("tells the size of the content, and fetches only the chunks of a range", async () => {
    const { storage, key, dataKey } = await stored(plain);
    const fetched: number[] = [];
    const counted = {
      ...storage,
      get: async (...args: Parameters<typeof storage.get>) => {
        fetched.push((args[1]?.to ?? Infinity) - (args[1]?.from ?? 0));
        return storage.get(...args);
      },
    };
    const opened = await openObject(counted, key, dataKey, identity);
    expect(opened.size).toBe(plain.length);
    await buffer(await opened.read({ from: chunkSize + 5, to: chunkSize + 6 }));
    await buffer(await opened.read({ from: 2 * chunkSize - 1, to: 2 * chunkSize + 1 }));
    expect(await buffer(await opened.read({ from: plain.length }))).toHaveLength(0);
    expect(fetched).toEqual([headerSize, sealedChunkSize, 2 * sealedChunkSize]);
  });

  it("is never the same twice, and shows nothing of its content", async () => {
    const dataKey = createDataKey();
    const text = Buffer.from("a sentence that somebody said. ".repeat(4_000));
    const sealed = await buffer(seal(text, dataKey, identity));
    const again = await buffer(seal(text, dataKey, identity));
    expect(sealed.includes("somebody")).toBe(false);
    for (let at = headerSize; at + 16 <= sealed.length; at += 16)
      expect(sealed.subarray(at, at + 16).equals(again.subarray(at, at + 16))).toBe(false);
  });
});

describe("a sealed object that was changed", () => {
  it("is refused, wherever a bit changed", async () => {
    const original = await stored(plain.subarray(0, 2 * chunkSize + 100));
    const sealed = Buffer.from(original.storage.objects.get(original.key)!);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: sealed.length * 8 - 1 }), async (bit) => {
        original.change(() => {
          const changed = Buffer.from(sealed);
          changed.writeUInt8(changed[bit >> 3]! ^ (1 << (bit & 7)), bit >> 3);
          return changed;
        });
        const isStart = bit >> 3 < headerSize - 8;
        await expect(original.read()).rejects.toEqual(
          failsWith(isStart ? "unknown_format" : "damaged"),
        );
      }),
      { numRuns: 200, examples: Array.from({ length: headerSize }, (_, byte) => [byte * 8]) },
    );
  });

  it("is refused at the chunk that changed, and still gives the others", async () => {
    const { read, change } = await stored(plain);
    change((sealed) => {
      sealed.writeUInt8(
        sealed[headerSize + sealedChunkSize + 7]! ^ 1,
        headerSize + sealedChunkSize + 7,
      );
      return sealed;
    });
    const first = { from: 0, to: chunkSize };
    expect((await read(first)).equals(plain.subarray(0, chunkSize))).toBe(true);
    expect(await read({ from: 2 * chunkSize })).toHaveLength(3 * chunkSize);
    await expect(read({ from: chunkSize + 9, to: chunkSize + 10 })).rejects.toEqual(
      failsWith("damaged"),
    );
  });

  it("is refused if it is cut anywhere, or longer", async () => {
    for (const size of [0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize]) {
      const { storage, key, read, change } = await stored(plain.subarray(0, size));
      const sealed = Buffer.from(storage.objects.get(key)!);
      const borders = [0, 1, 2, 3].map((chunk) => headerSize + chunk * sealedChunkSize);
      const ends = [
        ...borders,
        ...borders.map((end) => end + 1),
        sealed.length - 1,
        sealed.length - 17,
      ].filter((end) => end >= 0 && end < sealed.length);
      for (const end of ends) {
        change(() => sealed.subarray(0, end));
        const code = end < headerSize ? "unknown_format" : "damaged";
        await expect(read()).rejects.toEqual(failsWith(code));
      }
      for (const more of [1, 16, 17, sealedChunkSize]) {
        change(() => Buffer.concat([sealed, Buffer.alloc(more)]));
        await expect(read()).rejects.toEqual(failsWith("damaged"));
      }
    }
  });

  it("is refused if its chunks change places, or come from another object", async () => {
    const { storage, key, dataKey, read, change } = await stored(plain);
    const sealed = Buffer.from(storage.objects.get(key)!);
    const chunkOf = (from: Buffer, index: number) =>
      from.subarray(
        headerSize + index * sealedChunkSize,
        headerSize + (index + 1) * sealedChunkSize,
      );
    const withChunk = (index: number, chunk: Buffer) =>
      Buffer.concat([
        sealed.subarray(0, headerSize + index * sealedChunkSize),
        chunk,
        sealed.subarray(headerSize + (index + 1) * sealedChunkSize),
      ]);
    const other = { ...identity, name: "segment-0002" };
    const ofOther = await buffer(seal(plain, dataKey, other));
    const ofSame = await buffer(seal(plain, dataKey, identity));
    for (const changed of [
      withChunk(1, chunkOf(sealed, 2)),
      withChunk(4, chunkOf(sealed, 3)),
      withChunk(1, chunkOf(ofOther, 1)),
      withChunk(1, chunkOf(ofSame, 1)),
      Buffer.concat([ofOther.subarray(0, headerSize), sealed.subarray(headerSize)]),
      ofOther,
    ]) {
      change(() => changed);
      await expect(read()).rejects.toEqual(failsWith("damaged"));
    }
    change(() => ofOther);
    expect((await read({}, other)).equals(plain)).toBe(true);
  });

  it("opens with its own key, recording and name only", async () => {
    const { read } = await stored(plain.subarray(0, 10));
    const damaged = failsWith("damaged");
    await expect(read({}, { ...identity, recordingId: "recording-2" })).rejects.toEqual(damaged);
    await expect(read({}, { ...identity, name: "segment-0002" })).rejects.toEqual(damaged);
    const shifted = { recordingId: "recording-1s", name: "egment-0001" };
    await expect(read({}, shifted)).rejects.toEqual(damaged);
    await expect(read({}, identity, createDataKey())).rejects.toEqual(damaged);
  });

  it("is refused if a shorter one takes its place while it is open", async () => {
    const { storage, key, dataKey, change } = await stored(plain);
    const opened = await openObject(storage, key, dataKey, identity);
    change((sealed) => sealed.subarray(0, headerSize + 2 * sealedChunkSize));
    await expect(opened.read().then(buffer)).rejects.toEqual(failsWith("damaged"));
    await expect(opened.read({ from: 3 * chunkSize }).then(buffer)).rejects.toEqual(
      failsWith("damaged"),
    );
  });

  it("is refused if it is no sealed object", async () => {
    const { read, change } = await stored(plain.subarray(0, 10));
    for (const content of ["", "OggS", "OggS and more than a header has"]) {
      change(() => Buffer.from(content));
      await expect(read()).rejects.toEqual(failsWith("unknown_format"));
    }
  });
});
