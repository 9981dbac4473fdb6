import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLoopback, listeningSockets, processTree } from "../testing/listening-sockets.ts";
import { freePort } from "../testing/postgres-for-tests.ts";
import { findLivekit } from "./find-binary.ts";
import { startLivekit, type RunningLivekit } from "./start.ts";

describe.runIf(process.platform === "linux")("LiveKit on this machine", () => {
  let folder: string;
  let livekit: RunningLivekit;
  let ports: { readonly port: number; readonly udpPort: number };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "livekit-sockets-"));
    ports = { port: await freePort(), udpPort: await freePort() };
    livekit = await startLivekit(
      await findLivekit({ env: process.env, log: () => undefined }),
      folder,
      {
        ...ports,
        apiKey: "test",
        apiSecret: "a-secret-for-tests-only-with-32-characters-or-more",
        webhookUrl: "http://127.0.0.1:1/",
      },
    );
  });
  afterAll(async () => {
    await livekit?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("listens on 127.0.0.1 only, media included", async () => {
    const sockets = await listeningSockets(await processTree([livekit.pid]));
    expect(sockets.filter((socket) => !isLoopback(socket))).toEqual([]);
    const listed = sockets.map(({ protocol, port }) => `${protocol.slice(0, 3)} ${port}`);
    expect(new Set(listed)).toEqual(new Set([`tcp ${ports.port}`, `udp ${ports.udpPort}`]));
  });
});
