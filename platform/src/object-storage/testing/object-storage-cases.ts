import { randomBytes, randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { beforeEach, expect, it } from "vitest";
import {
  StorageError,
  type ObjectStorage,
  type ReadOptions,
  type StorageErrorCode,
} from "../object-storage.ts";

const mebibyte = 1024 * 1024;

/** Returns what the error of a storage says. */
export const failsWith = (code: StorageErrorCode) =>
  expect.objectContaining({ name: "StorageError", code });

/** Returns the code of the error with which work ends, or "done". */
export const outcomeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof StorageError ? error.code : error),
  );

/** Stores seven objects in the folder `pages`, expects them in its list, and deletes the folder. */
export async function listAndRemovePages(storage: ObjectStorage): Promise<void> {
  for (let at = 0; at < 7; at += 1) await storage.put(`pages/${at}`, Buffer.from("content"));
  const keys: string[] = [];
  for await (const { key } of storage.list("pages")) keys.push(key);
  expect(keys).toHaveLength(7);
  await storage.removeAll("pages");
}

/** Expects that a storage is refused. Returns all that its error says. */
export async function textOfRefusal(storage: ObjectStorage): Promise<string> {
  await expect(storage.put("tenant/a", Buffer.from("content"))).rejects.toEqual(
    failsWith("denied"),
  );
  const error: unknown = await storage.get("tenant/a").catch((reason: unknown) => reason);
  expect(error).toEqual(failsWith("denied"));
  return JSON.stringify(error) + String(error);
}

/** Cases that all kinds of storage pass, and the fake. A disk can't be `unreachable`. */
export function objectStorageCases(
  create: () => ObjectStorage,
  unreachable?: () => ObjectStorage,
): void {
  let storage: ObjectStorage;
  let folder: string;
  beforeEach(() => {
    storage = create();
    folder = `tenant-${randomUUID()}/recording`;
  });
  const read = async (key: string, options?: ReadOptions) =>
    buffer(await storage.get(key, options));
  const text = async (key: string) => (await read(key)).toString();
  const listed = async (under: string) => {
    const found: [string, number][] = [];
    for await (const { key, size } of storage.list(under)) found.push([key, size]);
    return found.toSorted(([a], [b]) => (a < b ? -1 : 1));
  };

  it("gives back what was put, bytes and streams, also nothing at all", async () => {
    const bytes = randomBytes(200_000);
    async function* stream() {
      for (let at = 0; at < bytes.length; at += 7_001) yield bytes.subarray(at, at + 7_001);
    }
    await storage.put(`${folder}/bytes`, bytes);
    await storage.put(`${folder}/stream`, stream());
    await storage.put(`${folder}/none`, new Uint8Array());
    expect((await read(`${folder}/bytes`)).equals(bytes)).toBe(true);
    expect((await read(`${folder}/stream`)).equals(bytes)).toBe(true);
    expect(await read(`${folder}/none`)).toHaveLength(0);
    expect(await storage.size(`${folder}/stream`)).toBe(200_000);
    expect(await storage.size(`${folder}/none`)).toBe(0);
  });

  it("replaces an object as a whole", async () => {
    await storage.put(`${folder}/one`, Buffer.from("the first, which is longer"));
    await storage.put(`${folder}/one`, Buffer.from("the second"));
    expect(await text(`${folder}/one`)).toBe("the second");
    expect(await storage.size(`${folder}/one`)).toBe(10);
  });

  it("never shows half of an object", async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let started: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (started = resolve));
    async function* slow() {
      yield Buffer.from("new ");
      started();
      await finished;
      yield Buffer.from("content");
    }
    await storage.put(`${folder}/old`, Buffer.from("old content"));
    const puts = [storage.put(`${folder}/old`, slow())];
    await underWay;
    const second = new Promise<void>((resolve) => (started = resolve));
    puts.push(storage.put(`${folder}/new`, slow()));
    await second;
    expect(await text(`${folder}/old`)).toBe("old content");
    await expect(storage.get(`${folder}/new`)).rejects.toEqual(failsWith("not_found"));
    expect(await listed(folder)).toEqual([[`${folder}/old`, 11]]);
    finish();
    await Promise.all(puts);
    expect([await text(`${folder}/old`), await text(`${folder}/new`)]).toEqual([
      "new content",
      "new content",
    ]);
  });

  it("stores nothing of a stream that fails, and throws the stream's own error", async () => {
    const reason = new Error("the source broke");
    async function* broken() {
      yield Buffer.from("half");
      throw reason;
    }
    await storage.put(`${folder}/old`, Buffer.from("old content"));
    await expect(storage.put(`${folder}/old`, broken())).rejects.toBe(reason);
    await expect(storage.put(`${folder}/new`, broken())).rejects.toBe(reason);
    expect(await text(`${folder}/old`)).toBe("old content");
    expect(await listed(folder)).toEqual([[`${folder}/old`, 11]]);
  });

  it("reads ranges, up to the end of the object at most", async () => {
    await storage.put(`${folder}/digits`, Buffer.from("0123456789"));
    await storage.put(`${folder}/none`, new Uint8Array());
    const ranges: [ReadOptions, string][] = [
      [{}, "0123456789"],
      [{ from: 0, to: 1 }, "0"],
      [{ from: 3, to: 7 }, "3456"],
      [{ from: 9 }, "9"],
      [{ from: 4 }, "456789"],
      [{ to: 4 }, "0123"],
      [{ from: 8, to: 100 }, "89"],
      [{ from: 10 }, ""],
      [{ from: 10, to: 12 }, ""],
      [{ from: 50, to: 60 }, ""],
    ];
    for (const [range, expected] of ranges)
      expect([range, (await read(`${folder}/digits`, range)).toString()]).toEqual([
        range,
        expected,
      ]);
    expect(await read(`${folder}/none`, { from: 0, to: 5 })).toHaveLength(0);
    for (const range of [{ from: 3, to: 3 }, { from: 3, to: 2 }, { from: -1 }, { from: 0.5 }])
      await expect(storage.get(`${folder}/digits`, range)).rejects.toThrow(RangeError);
  });

  it("takes a large stream, in pieces, and reads from its middle", async () => {
    const piece = randomBytes(mebibyte);
    const sizeInPieces = 20;
    async function* large() {
      for (let at = 0; at < sizeInPieces; at += 1) yield piece;
    }
    await storage.put(`${folder}/large`, large());
    expect(await storage.size(`${folder}/large`)).toBe(sizeInPieces * mebibyte);
    const from = 9 * mebibyte + 1_000;
    const middle = await read(`${folder}/large`, { from, to: from + mebibyte });
    expect(middle.equals(Buffer.concat([piece.subarray(1_000), piece.subarray(0, 1_000)]))).toBe(
      true,
    );
    const unfinished = await storage.get(`${folder}/large`);
    for await (const chunk of unfinished) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(unfinished.destroyed).toBe(true);
  });

  it("says when there is no such object", async () => {
    await expect(storage.get(`${folder}/none`)).rejects.toEqual(failsWith("not_found"));
    const range = { from: 5, to: 9 };
    await expect(storage.get(`${folder}/none`, range)).rejects.toEqual(failsWith("not_found"));
    await expect(storage.size(`${folder}/none`)).rejects.toEqual(failsWith("not_found"));
  });

  it("lists and deletes what is in a folder, and nothing beside it", async () => {
    const keys = ["a", "b/c", "b/d.ogg", "e"].map((name) => `${folder}/${name}`);
    for (const key of [...keys, `${folder}-2/a`]) await storage.put(key, Buffer.from("12345"));
    expect(await listed(folder)).toEqual(keys.map((key) => [key, 5]));
    expect(await listed(`${folder}/b`)).toHaveLength(2);
    expect(await listed(`${folder}/nothing`)).toEqual([]);
    await storage.remove(`${folder}/e`);
    await storage.remove(`${folder}/e`);
    expect(await listed(folder)).toHaveLength(3);
    await storage.removeAll(folder);
    await storage.removeAll(folder);
    expect(await listed(folder)).toEqual([]);
    expect(await listed(`${folder}-2`)).toHaveLength(1);
    await storage.put(keys[0]!, Buffer.from("again"));
    expect(await text(keys[0]!)).toBe("again");
  });

  it("refuses keys that are no safe paths", async () => {
    const names = ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "../a", "a/..", ".a", "a."];
    const strange = ["a\\b", "a b", "a\0", "ä", "a/%2e%2e/b", "a:b", "a\n", "x".repeat(201)];
    for (const key of [...names, ...strange]) {
      const outcomes = await Promise.all([
        outcomeOf(storage.put(key, new Uint8Array())),
        outcomeOf(storage.get(key)),
        outcomeOf(storage.size(key)),
        outcomeOf(storage.remove(key)),
        outcomeOf(storage.removeAll(key)),
        outcomeOf(listed(key)),
      ]);
      expect([key, ...outcomes]).toEqual([key, ...outcomes.map(() => "invalid_key")]);
    }
    await storage.put(`${folder}/a.b-c_D.0`.padEnd(200, "x"), Buffer.from("fine"));
  });

  it("ends when its caller aborts it, and stores nothing then", async () => {
    const already = AbortSignal.abort(new Error("too late"));
    const bytes = Buffer.from("content");
    await expect(storage.put(`${folder}/a`, bytes, { signal: already })).rejects.toThrow(
      "too late",
    );
    await expect(storage.get(`${folder}/a`, { signal: already })).rejects.toThrow("too late");
    await expect(storage.size(`${folder}/a`, { signal: already })).rejects.toThrow("too late");
    const controller = new AbortController();
    async function* endless() {
      yield bytes;
      controller.abort(new Error("stop"));
      await new Promise(() => undefined);
    }
    const { signal } = controller;
    await expect(storage.put(`${folder}/b`, endless(), { signal })).rejects.toThrow("stop");
    expect(await listed(folder)).toEqual([]);

    await storage.put(`${folder}/large`, randomBytes(4 * mebibyte));
    const reading = new AbortController();
    const readAndStop = async () => {
      for await (const _ of await storage.get(`${folder}/large`, { signal: reading.signal }))
        reading.abort(new Error("enough"));
    };
    await expect(readAndStop()).rejects.toThrow("enough");
  });

  if (!unreachable) return;
  it("says when it can't be reached", async () => {
    const away = unreachable();
    const unavailable = failsWith("unavailable");
    await expect(away.put(`${folder}/a`, Buffer.from("a"))).rejects.toEqual(unavailable);
    await expect(away.get(`${folder}/a`)).rejects.toEqual(unavailable);
    await expect(away.size(`${folder}/a`)).rejects.toEqual(unavailable);
    await expect(away.remove(`${folder}/a`)).rejects.toEqual(unavailable);
    await expect(away.removeAll(folder)).rejects.toEqual(unavailable);
  });
}
