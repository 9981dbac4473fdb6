import { Readable } from "node:stream";
import {
  checkKey,
  StorageError,
  type Content,
  type ObjectStorage,
  type StorageOptions,
  type StoredObject,
} from "./object-storage.ts";
import { createTimeLimit, type TimeLimit } from "./time-limit.ts";

/** A kind of storage, without the rules that all kinds share. Keys and ranges are checked. */
export interface StorageBackend {
  put(key: string, content: Content, signal: AbortSignal): Promise<void>;
  /** Returns an empty stream if `from` is at or after the object's end. */
  get(key: string, from: number, to: number | undefined, signal: AbortSignal): Promise<Readable>;
  size(key: string, signal: AbortSignal): Promise<number>;
  list(folder: string, signal: AbortSignal): AsyncIterable<StoredObject>;
  remove(key: string, signal: AbortSignal): Promise<void>;
  /** Translates what the other methods throw. */
  toStorageError(error: unknown): StorageError;
}

/** The default for the longest time of a request, or of a part of a stream, in ms. */
export const defaultTimeoutMs = 30_000;
/** Number of objects that `removeAll` deletes at the same time. */
const parallelRemovals = 8;

/**
 * Makes a storage of a backend: checks keys and ranges, limits the time, and translates errors. The
 * time that the content of a `put` or the reader of a `get` takes does not count.
 */
export function guardStorage(
  backend: StorageBackend,
  timeoutMs: number = defaultTimeoutMs,
): ObjectStorage {
  const run = async <T>(limit: TimeLimit, work: () => Promise<T>): Promise<T> => {
    try {
      return await limit.step(work);
    } catch (error) {
      limit.signal.throwIfAborted();
      throw error instanceof StorageError ? error : backend.toStorageError(error);
    }
  };
  const remove = async (key: string, { signal }: StorageOptions = {}): Promise<void> => {
    const limit = createTimeLimit(timeoutMs, signal);
    await run(limit, () => backend.remove(key, limit.signal));
  };
  const storage: ObjectStorage = {
    async put(key, content, { signal } = {}) {
      checkKey(key);
      const limit = createTimeLimit(timeoutMs, signal);
      if (content instanceof Uint8Array)
        return run(limit, () => backend.put(key, content, limit.signal));
      const source = watchSource(content, limit);
      try {
        await run(limit, () => backend.put(key, source.content, limit.signal));
      } catch (error) {
        throw source.failure ? source.failure.error : error;
      } finally {
        // The backend may have failed before it read the source to its end.
        void source.content.return().catch(() => undefined);
      }
    },
    async get(key, { from = 0, to, signal } = {}) {
      checkKey(key);
      checkRange(from, to);
      const limit = createTimeLimit(timeoutMs, signal);
      const source = await run(limit, () => backend.get(key, from, to, limit.signal));
      // Without a listener, an error that follows `destroy` would end the process.
      source.on("error", () => undefined);
      const steps = eachStep(source, (work) => run(limit, work));
      return Readable.from(steps, { objectMode: false }).once("close", () => source.destroy());
    },
    async size(key, { signal } = {}) {
      checkKey(key);
      const limit = createTimeLimit(timeoutMs, signal);
      return run(limit, () => backend.size(key, limit.signal));
    },
    async *list(folder, { signal } = {}) {
      checkKey(folder);
      const limit = createTimeLimit(timeoutMs, signal);
      yield* eachStep(backend.list(folder, limit.signal), (work) => run(limit, work));
    },
    async remove(key, options) {
      checkKey(key);
      await remove(key, options);
    },
    async removeAll(folder, options) {
      // Objects that others put there may have keys that are not ours.
      const removeEach = (keys: readonly string[]) =>
        Promise.all(keys.map((key) => remove(key, options)));
      let keys: string[] = [];
      for await (const { key } of storage.list(folder, options)) {
        keys.push(key);
        if (keys.length < parallelRemovals) continue;
        await removeEach(keys);
        keys = [];
      }
      await removeEach(keys);
    },
  };
  return storage;
}

function checkRange(from: number, to: number | undefined): void {
  const isPosition = (value: number) => Number.isSafeInteger(value) && value >= 0;
  if (!isPosition(from) || (to !== undefined && (!isPosition(to) || to <= from)))
    throw new RangeError("The range must be from a byte to before a later byte");
}

/** Stops the time while the source makes its next chunk, and remembers the source's own error. */
function watchSource(source: AsyncIterable<Uint8Array>, limit: TimeLimit) {
  const watched: {
    readonly content: AsyncGenerator<Uint8Array, void, void>;
    failure?: { readonly error: unknown };
  } = {
    content: eachStep(source, async (work) => {
      limit.stop();
      try {
        return await limit.wait(work);
      } catch (error) {
        watched.failure = { error };
        throw error;
      } finally {
        limit.start();
      }
    }),
  };
  return watched;
}

/** Passes items on. `step` waits for each of them. */
async function* eachStep<T>(
  items: AsyncIterable<T>,
  step: <R>(work: () => Promise<R>) => Promise<R>,
): AsyncGenerator<T, void, void> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await step(() => iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: an iterator that hangs would never answer.
    iterator.return?.().catch(() => undefined);
  }
}
