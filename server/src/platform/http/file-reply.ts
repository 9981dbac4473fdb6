import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import type { Request, Response } from "express";
import { ApiError } from "./api-error.ts";
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

/** Sends a file, or the part of it that the request asks for. */
export async function sendFile(
  { file }: FileReply,
  request: Request,
  response: Response,
): Promise<void> {
  const { mediaType, size, read, fileName } = file;
  const range = rangeOf(request.get("Range"), size);
  response.set({ "Accept-Ranges": "bytes", "Content-Type": mediaType });
  if (fileName !== undefined) response.attachment(fileName).type(mediaType);
  if (range === "unsatisfiable") {
    response.set("Content-Range", `bytes */${size}`);
    throw new ApiError("range_not_satisfiable");
  }
  const { from, to } = range ?? { from: 0, to: size };
  if (range) response.status(206).set("Content-Range", `bytes ${from}-${to - 1}/${size}`);
  response.set("Content-Length", String(to - from));
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  await pipeline(await read(from, to), response);
}
