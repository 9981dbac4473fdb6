import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { RefusalError } from "@synapse-voice/platform/errors";
import { StorageError, type ObjectStorage } from "@synapse-voice/platform/object-storage";
import {
  openObject,
  SealingError,
  type KeyRing,
  type OpenedObject,
} from "@synapse-voice/platform/sealing";

/** Place of the objects of a recording, and the key that opens them. */
export interface SoundPlace {
  readonly callId: string;
  readonly wrappedKey: string;
  readonly storagePrefix: string;
}

/** The sealed objects of recordings. What can't be opened now is refused as unavailable. */
export interface RecordedSound {
  open(place: SoundPlace, name: string, signal?: AbortSignal): Promise<OpenedObject>;
  read(place: SoundPlace, name: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Deletes all objects in a folder, and makes sure that none is left. Throws a `StorageError`. */
  removeAll(storagePrefix: string): Promise<void>;
}

export interface RecordedSoundDeps {
  readonly storage: () => Promise<ObjectStorage>;
  /** Null if the deployment has no keys. Then nothing can be heard. */
  readonly keys: KeyRing | null;
}

export function createRecordedSound({ storage, keys }: RecordedSoundDeps): RecordedSound {
  const open: RecordedSound["open"] = (place, name, signal) =>
    orUnavailable(async () => {
      if (!keys) throw new SealingError("keys_missing");
      const { callId, wrappedKey, storagePrefix } = place;
      const dataKey = keys.unwrap(wrappedKey, callId);
      const identity = { recordingId: callId, name };
      const key = `${storagePrefix}/${name}`;
      const opened = await openObject(await storage(), key, dataKey, identity, signal);
      return {
        size: opened.size,
        read: (range) =>
          orUnavailable(async () => Readable.from(refusing(await opened.read(range)))),
      };
    });
  return {
    open,
    read: (place, name, signal) =>
      orUnavailable(async () => {
        const opened = await open(place, name, signal);
        return buffer(await opened.read(signal ? { signal } : {}));
      }),
    async removeAll(storagePrefix) {
      const objects = await storage();
      await objects.removeAll(storagePrefix);
      for await (const _left of objects.list(storagePrefix))
        throw new StorageError("unavailable", "objects are left after the deletion");
    },
  };
}

const asRefusal = (error: unknown): unknown =>
  error instanceof StorageError || error instanceof SealingError
    ? new RefusalError("recording_unavailable", {}, error)
    : error;

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Passes a stream on, with the same refusals as elsewhere. */
async function* refusing(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    throw asRefusal(error);
  }
}
