import { randomUUID } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Readable } from "node:stream";
import { guardStorage, type StorageBackend } from "./guarded-storage.ts";
import {
  StorageError,
  type Content,
  type ObjectStorage,
  type StorageErrorCode,
  type StoredObject,
} from "./object-storage.ts";

export interface DiskSettings {
  /** The folder that holds the objects. It is created with the first object. */
  readonly folder: string;
  readonly timeoutMs?: number;
}

/** Contains files that are being written. No key can name it. */
const uploads = ".uploads";
/** Files in that folder are left over from killed processes if they are this old. */
const abandonedAfterMs = 24 * 3_600_000;
/** Another process may delete a folder as empty just before a file is moved into it. */
const moveAttempts = 20;

/** Makes a storage of a folder on a disk. Files have the mode 0600, folders 0700. */
export const createDiskStorage = ({ folder, timeoutMs }: DiskSettings): ObjectStorage =>
  guardStorage(diskBackend(folder), timeoutMs);

function diskBackend(root: string): StorageBackend {
  const pathOf = (key: string): string => join(root, key);
  let cleanUp: Promise<void> | undefined;
  return {
    async put(key, content, signal) {
      const file = join(root, uploads, randomUUID());
      await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(refuseRoot);
      try {
        await writeDurably(file, content, signal);
        cleanUp ??= removeAbandoned(file).catch(() => undefined);
        await cleanUp;
        signal.throwIfAborted();
        await moveDurably(file, pathOf(key));
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    get: async (key, from, to, signal) => openFile(pathOf(key), from, to, signal),
    async size(key) {
      const found = await stat(pathOf(key));
      if (!found.isFile()) throw new StorageError("not_found");
      return found.size;
    },
    list: (folder) => listFiles(root, pathOf(folder)),
    async remove(key) {
      try {
        await unlink(pathOf(key));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      await removeEmptyFolders(root, dirname(pathOf(key)));
    },
    toStorageError: fromFileError,
  };
}

/** A missing parent is created. So these codes mean that a file is in the folder's place. */
function refuseRoot(error: unknown): never {
  const code = codeOf(error);
  throw code === "ENOTDIR" || code === "EEXIST" ? new StorageError("denied", code) : error;
}

async function writeDurably(file: string, content: Content, signal: AbortSignal): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(content, { signal });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves a file to its place. Afterwards it is there even if the power fails. */
async function moveDurably(file: string, target: string): Promise<void> {
  const folder = dirname(target);
  const created = await moveInto(folder, file, target);
  // If the folder is missing, somebody has deleted the object already.
  const top = created === undefined ? folder : dirname(created);
  await syncFolders(folder, top).catch(ignoreMissing);
}

/** Moves a file into a folder, which it creates. Returns the topmost folder that was created. */
async function moveInto(folder: string, file: string, target: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const created = await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(file, target);
      return created;
    } catch (error) {
      const code = codeOf(error);
      // While a folder vanishes, Node's recursive `mkdir` may fail with any of the three.
      const mayPass = ["ENOENT", "ENOTDIR", "EEXIST"].includes(code) && attempt < moveAttempts;
      if (mayPass) continue;
      if (code === "ENOENT") throw new StorageError("unavailable", "its folder vanishes");
      if (["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"].includes(code))
        throw new StorageError("invalid_key", "another key uses this path as a folder or object");
      throw error;
    }
  }
}

/** Writes the entries of a folder to the disk, and those of the folders above it up to `top`. */
async function syncFolders(folder: string, top: string): Promise<void> {
  // Windows opens no folders.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
  if (folder !== top) await syncFolders(dirname(folder), top);
}

async function openFile(
  path: string,
  from: number,
  to: number | undefined,
  signal: AbortSignal,
): Promise<Readable> {
  const handle = await open(path, "r");
  try {
    if (!(await handle.stat()).isFile()) throw new StorageError("not_found");
    signal.throwIfAborted();
    const end = to === undefined ? {} : { end: to - 1 };
    return createReadStream(path, { fd: handle, start: from, ...end, signal });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function* listFiles(root: string, folder: string): AsyncGenerator<StoredObject> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* listFiles(root, path);
    if (!entry.isFile()) continue;
    const found = await stat(path).catch(ignoreMissing);
    if (found) yield { key: relative(root, path).replaceAll("\\", "/"), size: found.size };
  }
}

const entriesOf = async (folder: string): Promise<Dirent[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(ignoreMissing)) ?? [];

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let empty = folder; empty !== root; empty = dirname(empty)) {
    const removed = await rmdir(empty).then(
      () => true,
      (error: unknown) => codeOf(error) === "ENOENT",
    );
    if (!removed) return;
  }
}

/** Deletes the files that killed processes left. The age is counted by the disk's own clock. */
async function removeAbandoned(newFile: string): Promise<void> {
  const now = (await stat(newFile)).mtimeMs;
  for (const name of await readdir(dirname(newFile))) {
    const path = join(dirname(newFile), name);
    const found = await stat(path).catch(ignoreMissing);
    if (found && now - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";
const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error));
function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

const codes: Readonly<Record<string, StorageErrorCode>> = {
  ENOENT: "not_found",
  ENOTDIR: "not_found",
  EISDIR: "not_found",
  ENOSPC: "full",
  EDQUOT: "full",
  EFBIG: "full",
  EACCES: "denied",
  EPERM: "denied",
  EROFS: "denied",
};
function fromFileError(error: unknown): StorageError {
  const code = codeOf(error);
  return new StorageError(codes[code] ?? "unavailable", code === "" ? undefined : code);
}
