import type { Readable } from "node:stream";

/** Options of every operation. An aborted operation rejects with the signal's reason. */
export interface StorageOptions {
  readonly signal?: AbortSignal;
}

/** The part of an object that is read: from the byte `from` to before the byte `to`. */
export interface ReadOptions extends StorageOptions {
  /** 0 if it is left out. At or after the object's end, nothing is read. */
  readonly from?: number;
  /** The object's end if it is left out. It must be greater than `from`. */
  readonly to?: number;
}

/** Bytes, or a stream of them, such as a `Readable`. The length of a stream need not be known. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

export interface StoredObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * The port to a store of objects. Its methods throw {@link StorageError}. Keys are paths, such as
 * `tenant/recording/0001`. No key may be the folder of another key.
 */
export interface ObjectStorage {
  /**
   * Stores an object, or replaces it. Readers see the previous object, or none, until all of it is
   * stored. An error that `content` throws is thrown as it is, and nothing is stored.
   */
  put(key: string, content: Content, options?: StorageOptions): Promise<void>;
  /** Opens an object. Read the stream to its end, or destroy it. */
  get(key: string, options?: ReadOptions): Promise<Readable>;
  /** Returns the size of an object in bytes. */
  size(key: string, options?: StorageOptions): Promise<number>;
  /** Lists the objects in a folder and its subfolders, in no particular order. */
  list(folder: string, options?: StorageOptions): AsyncIterable<StoredObject>;
  /** Deletes an object. Does nothing if there is none. */
  remove(key: string, options?: StorageOptions): Promise<void>;
  /** Deletes the objects in a folder and its subfolders. After an error, some of them are left. */
  removeAll(folder: string, options?: StorageOptions): Promise<void>;
}

const titles = {
  not_found: "The storage has no such object",
  unavailable: "The storage can't be reached, or failed. Try again later",
  denied: "The storage refused the request. Its settings or rights are wrong",
  full: "The storage has no room for the object, or takes none of its size",
  invalid_key: "The key is not valid",
};

/** The reason for which an operation failed. Only `unavailable` and `full` may pass by themselves. */
export type StorageErrorCode = keyof typeof titles;

/** An operation of the storage failed. The message contains no key, content or secret. */
export class StorageError extends Error {
  override name = "StorageError";
  readonly code: StorageErrorCode;

  /** `detail` is a short technical reason, such as `ECONNREFUSED`. */
  constructor(code: StorageErrorCode, detail?: string) {
    super(detail === undefined ? `${titles[code]}.` : `${titles[code]}: ${detail}.`);
    this.code = code;
  }
}

const maxKeyLength = 200;
/** Names between slashes, which begin and end with none of the dots in them. */
const keyPattern = /^[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*$/u;

/** Throws unless a key, or the name of a folder, is safe as a path. */
export function checkKey(key: string): void {
  if (key.length > maxKeyLength || !keyPattern.test(key)) throw new StorageError("invalid_key");
}
