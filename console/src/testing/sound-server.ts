import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Serves one recording as the server does: by ranges, and by links that can be refused. */
export interface SoundServer {
  readonly address: string;
  /** Beginning of each range that was served, in bytes, with the token of its link. */
  readonly served: readonly { readonly token: string; readonly from: number }[];
  /** Size of the file, and what was sent of it, in bytes. */
  readonly size: number;
  sent(): number;
  /** Refuses all links up to now. */
  expire(): void;
  close(): Promise<void>;
}

/**
 * Makes an Ogg Opus file of an hour. A minute of it is encoded: a tone of 440 Hz at the left, and
 * one of 1,000 Hz at the right, which no overtone of the other one meets.
 */
async function makeHour(folder: string): Promise<string> {
  const [minute, hour] = [join(folder, "minute.ogg"), join(folder, "hour.ogg")];
  const tones = "aevalsrc=0.3*sin(440*2*PI*t)|0.3*sin(1000*2*PI*t):s=48000:d=60";
  const opus = ["-c:a", "libopus", "-b:a", "32k", "-compression_level", "0"];
  await run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", tones, ...opus, minute]);
  await run("ffmpeg", ["-v", "error", "-stream_loop", "59", "-i", minute, "-c", "copy", hour]);
  return hour;
}

/** Makes the file and serves it on a free port. */
export async function serveSound(): Promise<SoundServer> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-sound-"));
  const path = await makeHour(folder);
  const { size } = await stat(path);
  let sent = 0;
  const served: { token: string; from: number }[] = [];
  let tokens = new Set<string>();
  let expired = new Set<string>();

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const token = new URL(request.url ?? "", "http://sound").searchParams.get("token") ?? "";
    tokens.add(token);
    response.setHeader("access-control-allow-origin", "*");
    if (expired.has(token)) return void response.writeHead(403).end();
    const from = Number(/^bytes=(?<from>\d+)-/u.exec(request.headers.range ?? "")?.[1] ?? 0);
    served.push({ token, from });
    response.writeHead(206, {
      "content-type": "audio/ogg",
      "accept-ranges": "bytes",
      "cache-control": "no-store",
      "content-length": size - from,
      "content-range": `bytes ${from}-${size - 1}/${size}`,
    });
    const stream = createReadStream(path, { start: from });
    response.on("close", () => stream.destroy());
    stream.on("data", (part) => (sent += part.length));
    stream.pipe(response);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    served,
    size,
    sent: () => sent,
    expire: () => {
      expired = new Set([...expired, ...tokens]);
      tokens = new Set();
      // Replies that are under way end, too, as connections do after a while.
      server.closeAllConnections();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
