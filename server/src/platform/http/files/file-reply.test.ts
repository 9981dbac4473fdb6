import express, { type Express } from "express";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FileReply, sendFile } from "./file-reply.ts";
import { problemHandler } from "../problem.ts";
import { requestContext } from "../request-context.ts";

const content = Buffer.from("0123456789");

describe("a file as a reply", () => {
  let server: Server;
  let url: string;
  let destroyed: number;
  let read: (from: number, to: number) => Promise<Readable>;

  const streamOf = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Readable =>
    Readable.from(chunks, { objectMode: false }).once("close", () => (destroyed += 1));

  beforeAll(async () => {
    const app: Express = express();
    app.use(requestContext(pino({ level: "silent" })));
    app.get("/file", (request, response) =>
      sendFile(
        new FileReply({
          mediaType: "audio/ogg",
          size: content.length,
          read: (from, to) => read(from, to),
          fileName: "call.ogg",
        }),
        request,
        response,
      ),
    );
    app.use(problemHandler);
    server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  });
  afterAll(() => void server.close());

  const get = async (headers: Record<string, string> = {}, method = "GET") => {
    destroyed = 0;
    const response = await fetch(url, { method, headers });
    return { response, text: await response.text() };
  };

  it("is sent as a whole or in part, and is closed afterwards", async () => {
    read = async (from, to) => streamOf([content.subarray(from, to)]);
    const whole = await get();
    expect([whole.response.status, whole.text]).toEqual([200, "0123456789"]);
    expect(whole.response.headers.get("Content-Type")).toBe("audio/ogg");
    expect(whole.response.headers.get("Content-Disposition")).toBe("attachment; filename=call.ogg");
    const part = await get({ Range: "bytes=2-4" });
    expect([part.response.status, part.text]).toEqual([206, "234"]);
    await expect.poll(() => destroyed).toBe(1);
  });

  it("is not read for a request of its headers alone", async () => {
    read = () => Promise.reject(new Error("it was read"));
    const { response } = await get({}, "HEAD");
    expect([response.status, response.headers.get("Content-Length")]).toEqual([200, "10"]);
  });

  it("that can't be read is a problem, without the file's headers", async () => {
    for (const failing of [
      () => Promise.reject(new Error("no")),
      async () =>
        streamOf(
          (async function* () {
            await Promise.reject(new Error("no"));
            yield content;
          })(),
        ),
    ]) {
      read = failing;
      const { response } = await get({ Range: "bytes=0-1" });
      expect([
        response.status,
        response.headers.get("Content-Type"),
        response.headers.get("Content-Range"),
        response.headers.get("Content-Disposition"),
      ]).toEqual([500, "application/problem+json; charset=utf-8", null, null]);
    }
  });

  it("that fails in the middle breaks the connection, so that nobody takes the rest for silence", async () => {
    read = async () =>
      streamOf(
        (async function* () {
          yield content.subarray(0, 5);
          await Promise.reject(new Error("no"));
        })(),
      );
    await expect(get()).rejects.toThrow(/terminated/u);
  });

  it("ends its source when the client goes away", async () => {
    read = async () =>
      streamOf(
        (async function* () {
          for (;;) yield Buffer.alloc(64 * 1024);
        })(),
      );
    destroyed = 0;
    const abort = new AbortController();
    const response = await fetch(url, { signal: abort.signal });
    await response.body?.getReader().read();
    abort.abort();
    await expect.poll(() => destroyed).toBe(1);
  });
});
