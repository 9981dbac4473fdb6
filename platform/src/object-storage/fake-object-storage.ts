import { Readable } from "node:stream";
import { guardStorage } from "./guarded-storage.ts";
import { StorageError, type ObjectStorage, type StorageErrorCode } from "./object-storage.ts";

/** A storage in memory, which a test can make fail or hang. */
export interface FakeObjectStorage extends ObjectStorage {
  /** The stored objects. A test may change them. */
  readonly objects: Map<string, Uint8Array>;
  /** Each operation fails with this code, if there is one. */
  failure: StorageErrorCode | undefined;
  /** True makes each operation wait without end. */
  hangs: boolean;
}

export function createFakeObjectStorage(timeoutMs?: number): FakeObjectStorage {
  const objects = new Map<string, Uint8Array>();
  const begin = async (): Promise<void> => {
    if (fake.failure) throw new StorageError(fake.failure, "the fake was told to fail");
    if (fake.hangs) await new Promise(() => undefined);
  };
  const find = (key: string): Uint8Array => {
    const found = objects.get(key);
    if (!found) throw new StorageError("not_found");
    return found;
  };
  const storage = guardStorage(
    {
      async put(key, content, signal) {
        await begin();
        const chunks: Uint8Array[] = [];
        if (content instanceof Uint8Array) chunks.push(content);
        else for await (const chunk of content) chunks.push(Uint8Array.from(chunk));
        signal.throwIfAborted();
        objects.set(key, Buffer.concat(chunks));
      },
      async get(key, from, to) {
        await begin();
        return Readable.from([Buffer.from(find(key).subarray(from, to))], { objectMode: false });
      },
      async size(key) {
        await begin();
        return find(key).length;
      },
      async *list(folder) {
        await begin();
        for (const [key, bytes] of Array.from(objects))
          if (key.startsWith(`${folder}/`)) yield { key, size: bytes.length };
      },
      async remove(key) {
        await begin();
        objects.delete(key);
      },
      toStorageError: () => new StorageError("unavailable"),
    },
    timeoutMs,
  );
  const fake: FakeObjectStorage = { ...storage, objects, failure: undefined, hangs: false };
  return fake;
}
