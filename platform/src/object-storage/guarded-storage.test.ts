import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createFakeObjectStorage } from "./fake-object-storage.ts";
import type { ObjectStorage } from "./object-storage.ts";
import { createS3Storage } from "./s3-storage.ts";
import { createSupabaseStorage } from "./supabase-storage.ts";
import { failsWith, outcomeOf } from "./testing/object-storage-cases.ts";

const timeoutMs = 150;
const content = Buffer.from("content");

describe("the time limit of a storage", () => {
  it("ends an operation of a storage that hangs", async () => {
    const storage = Object.assign(createFakeObjectStorage(timeoutMs), { hangs: true });
    const unavailable = failsWith("unavailable");
    await expect(storage.put("a", content)).rejects.toEqual(unavailable);
    await expect(storage.get("a")).rejects.toEqual(unavailable);
    await expect(storage.size("a")).rejects.toEqual(unavailable);
    await expect(storage.remove("a")).rejects.toEqual(unavailable);
    await expect(storage.removeAll("a")).rejects.toEqual(unavailable);
  });

  it("does not count the time of a slow source or a slow reader", async () => {
    const storage = createFakeObjectStorage(timeoutMs);
    async function* slow() {
      for (let at = 0; at < 3; at += 1) {
        await delay(timeoutMs);
        yield content;
      }
    }
    await storage.put("a", slow());
    const stream = await storage.get("a");
    await delay(2 * timeoutMs);
    expect(await buffer(stream)).toHaveLength(3 * content.length);
  });
});

/** Servers that take a request, and then fail it or say no more. */
describe("a storage behind a network", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const start = async (answer: Parameters<typeof createServer>[1]) => {
    server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const storages = (url: string, timeoutMs = 10_000): [string, ObjectStorage][] => [
    [
      "S3",
      createS3Storage({
        bucket: "bucket",
        region: "us-east-1",
        endpoint: url,
        pathStyle: true,
        credentials: { accessKeyId: "id", secretAccessKey: "secret" },
        timeoutMs,
      }),
    ],
    ["Supabase", createSupabaseStorage({ url, key: "key", bucket: "bucket", timeoutMs })],
  ];

  it("is unavailable if the server says nothing", async () => {
    const url = await start(() => undefined);
    for (const [name, storage] of storages(url, timeoutMs)) {
      const outcomes = [
        await outcomeOf(storage.put("a", content)),
        await outcomeOf(storage.get("a")),
      ];
      expect([name, ...outcomes]).toEqual([name, "unavailable", "unavailable"]);
    }
  });

  it("is unavailable if an object stops in its middle, or ends there", async () => {
    let ends = false;
    const url = await start((_request, response) => {
      response.writeHead(200, { "content-length": 1_000, "content-type": "text/plain" });
      response.write("half");
      if (ends) setTimeout(() => response.destroy(), 20);
    });
    for (ends of [false, true])
      for (const [name, storage] of storages(url, ends ? 10_000 : timeoutMs))
        expect([name, ends, await outcomeOf(storage.get("a").then(buffer))]).toEqual([
          name,
          ends,
          "unavailable",
        ]);
  });

  it("closes the source of an upload that fails", async () => {
    const url = await start((_request, response) => response.writeHead(403).end());
    for (const [name, storage] of storages(url)) {
      let isClosed = false;
      async function* endless() {
        try {
          for (;;) yield Buffer.alloc(1024 * 1024);
        } finally {
          isClosed = true;
        }
      }
      expect([name, await outcomeOf(storage.put("a", endless()))]).toEqual([name, "denied"]);
      await expect.poll(() => isClosed).toBe(true);
    }
  });

  it("takes no whole object for a range", async () => {
    const url = await start((_request, response) => response.end("the whole object"));
    for (const [name, storage] of storages(url))
      expect([name, await outcomeOf(storage.get("a", { from: 4, to: 9 }))]).toEqual([
        name,
        "unavailable",
      ]);
  });

  it.each([
    [429, "unavailable"],
    [500, "unavailable"],
    [503, "unavailable"],
    [507, "full"],
    [413, "full"],
    [401, "denied"],
    [403, "denied"],
  ] as const)("translates status %i to %s", async (status, code) => {
    const url = await start((_request, response) => response.writeHead(status).end());
    for (const [name, storage] of storages(url))
      expect([name, await outcomeOf(storage.size("a"))]).toEqual([name, code]);
  });
});
