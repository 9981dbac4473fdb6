import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import type { Request, Response } from "express";
import { ApiError } from "../api-error.ts";
import { rangeOf } from "./range.ts";

/** A file as the reply of a handler. Clients may ask for a part of it. */
export class FileReply {
  readonly file: {
    readonly mediaType: string;
    /** In bytes. */
    readonly size: number;
    /** Reads from the byte `from` to before the byte `to`. */
    readonly read: (from: number, to: number) => Promise<Readable>;
    /** Makes browsers save the file under this name. */
    readonly fileName?: string;
  };

  constructor(file: FileReply["file"]) {
    this.file = file;
  }
}

/**
 * Sends a file, or the part of it that the request asks for. Nothing is sent before the first bytes
 * are there, so that a file that can't be read is answered with a problem.
 */
export async function sendFile(
  { file }: FileReply,
  request: Request,
  response: Response,
): Promise<void> {
  const { mediaType, size, read, fileName } = file;
  const range = rangeOf(request.get("Range"), size);
  if (range === "unsatisfiable") {
    response.set("Content-Range", `bytes */${size}`);
    throw new ApiError("range_not_satisfiable");
  }
  const { from, to } = range ?? { from: 0, to: size };
  const chunks: AsyncIterator<Buffer> | null =
    request.method === "HEAD" ? null : (await read(from, to))[Symbol.asyncIterator]();
  const first = await chunks?.next();
  if (range) response.status(206).set("Content-Range", `bytes ${from}-${to - 1}/${size}`);
  if (fileName !== undefined) response.attachment(fileName);
  response.set({
    "Accept-Ranges": "bytes",
    "Content-Length": String(to - from),
    "Content-Type": mediaType,
  });
  if (!chunks || !first || first.done === true) response.end();
  else await pipeline(joined(first.value, chunks), response);
}

/** The first chunk, and those that follow. The source ends if nobody reads on. */
async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
