import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLoopback, listeningSockets, processTree } from "../testing/listening-sockets.ts";
import { prepareTestLivekit, type TestLivekit } from "../testing/livekit-for-tests.ts";
import type { RunningLivekit } from "./start.ts";

describe.runIf(process.platform === "linux")("LiveKit on this machine", () => {
  let prepared: TestLivekit;
  let livekit: RunningLivekit;
  beforeAll(async () => {
    prepared = await prepareTestLivekit();
    livekit = await prepared.start();
  });
  afterAll(() => prepared?.close());

  it("listens on 127.0.0.1 only, media included", async () => {
    const sockets = await listeningSockets(await processTree([livekit.pid]));
    expect(sockets.filter((socket) => !isLoopback(socket))).toEqual([]);
    const listed = sockets.map(({ protocol, port }) => `${protocol.slice(0, 3)} ${port}`);
    const { port, udpPort } = prepared.settings;
    expect(new Set(listed)).toEqual(new Set([`tcp ${port}`, `udp ${udpPort}`]));
  });
});
