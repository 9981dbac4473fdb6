import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findLivekit, startLivekit, type RunningLivekit } from "@synapse-voice/local/livekit";
import { freePort } from "@synapse-voice/local/testing";
import { createLivekitMediaServer } from "./livekit-media-server.ts";
import { mediaServerCases } from "./testing/media-server-cases.ts";

const apiKey = "test_key";
const apiSecret = "a-secret-for-tests-only-with-32-characters-or-more";

describe("the real LiveKit", () => {
  let livekit: RunningLivekit;
  let folder: string;
  let port: number;
  const create = (apiPort = port) =>
    createLivekitMediaServer({
      apiUrl: `http://127.0.0.1:${apiPort}`,
      publicUrl: `ws://127.0.0.1:${apiPort}`,
      apiKey,
      apiSecret,
      deployment: "tests",
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "synapse-livekit-"));
    port = await freePort();
    const settings = {
      port,
      udpPort: await freePort(),
      apiKey,
      apiSecret,
      webhookUrl: "http://127.0.0.1:1/",
    };
    livekit = await startLivekit(
      await findLivekit({ env: process.env, log: () => undefined }),
      folder,
      settings,
    );
  });
  afterAll(async () => {
    await livekit?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  mediaServerCases(create, () => create(1));

  it("makes rooms that outlive a reload, hold no crowd, and say whose they are", async () => {
    await create().createRoom("call-a-b-1", "call-id");
    const [room] = await new RoomServiceClient(
      `http://127.0.0.1:${port}`,
      apiKey,
      apiSecret,
    ).listRooms(["call-a-b-1"]);
    expect(room).toMatchObject({ maxParticipants: 16, emptyTimeout: 300, departureTimeout: 120 });
    expect(JSON.parse(room!.metadata)).toEqual({ deployment: "tests", callId: "call-id" });
  });

  it("makes rooms for sixteen devices, and for a recorder beside them", async () => {
    await create().createRoom("call-a-b-2", "call-id");
    const sockets: WebSocket[] = [];
    /** Joins by LiveKit's signalling. Returns true if LiveKit lets the device in. */
    const join = async (identity: string, recorder = false): Promise<boolean> => {
      const token = new AccessToken(apiKey, apiSecret, { identity });
      token.addGrant({ room: "call-a-b-2", roomJoin: true, recorder });
      const query = `access_token=${await token.toJwt()}&protocol=16&auto_subscribe=1`;
      const socket = new WebSocket(`ws://127.0.0.1:${port}/rtc?${query}`);
      sockets.push(socket);
      return new Promise((resolve) => {
        socket.addEventListener("message", () => resolve(true));
        socket.addEventListener("close", () => resolve(false));
      });
    };
    const devices = Array.from({ length: 16 }, (_, turn) => `person:device-${turn}`);
    for (const identity of devices)
      expect([identity, await join(identity)]).toEqual([identity, true]);
    await join("person:one-too-many");
    expect(await join("recorder", true)).toBe(true);
    const inRoom = async () =>
      (await create().participants("call-a-b-2"))?.map(({ identity }) => identity).toSorted();
    expect(await inRoom()).toEqual([...devices, "recorder"].toSorted());
    for (const socket of sockets) socket.close();
  });

  it("tells if LiveKit creates rooms by itself, and creates none to find out", async () => {
    const autoPort = await freePort();
    const creating = await startLivekit(
      await findLivekit({ env: process.env, log: () => undefined }),
      join(folder, "auto-create"),
      {
        port: autoPort,
        udpPort: await freePort(),
        apiKey,
        apiSecret,
        webhookUrl: "http://127.0.0.1:1/",
        autoCreate: true,
      },
    );
    onTestFinished(() => creating.stop());
    expect(await create(autoPort).createsUnknownRooms()).toBe(true);
    const rooms = new RoomServiceClient(`http://127.0.0.1:${autoPort}`, apiKey, apiSecret);
    expect(await rooms.listRooms()).toEqual([]);
    expect(await create().createsUnknownRooms()).toBe(false);
  });

  it("counts no room of others among its own, whatever they say of themselves", async () => {
    const rooms = new RoomServiceClient(`http://127.0.0.1:${port}`, apiKey, apiSecret);
    const strange = [
      "",
      "no JSON",
      "null",
      "7",
      '{"deployment":"tests"}',
      '{"deployment":"another","callId":"call"}',
    ];
    await Promise.all(
      strange.map((metadata, at) => rooms.createRoom({ name: `strange-${at}`, metadata })),
    );
    expect((await create().ownRooms()).filter(({ name }) => name.startsWith("strange"))).toEqual(
      [],
    );
  });

  it("counts a room of an echo test among its own, and only if it is of its deployment", async () => {
    const rooms = new RoomServiceClient(`http://127.0.0.1:${port}`, apiKey, apiSecret);
    const make = (name: string, metadata: string) => rooms.createRoom({ name, metadata });
    await make("echo-no-end", '{"deployment":"tests"}');
    await make("echo-another", '{"deployment":"another","expiresAt":1}');
    await make("echo-nobody", "");
    await make("call-with-end", '{"deployment":"tests","expiresAt":1}');
    const own = (await create().ownRooms()).filter(({ name }) => /^echo-|-with-end$/u.test(name));
    expect(own).toMatchObject([{ name: "echo-no-end", callId: null }]);
    expect(own[0]!.expiresAt! - own[0]!.createdAt).toBe(60_000);
  });

  it("gets tokens for one room, one identity, a microphone, and five minutes", async () => {
    const { video, sub, exp, nbf, ...rest } = decodeJwt(
      await create().mintToken("room", "ada", "desk"),
    ) as Record<string, unknown> & { exp: number; nbf: number };
    expect(video).toEqual({
      room: "room",
      roomJoin: true,
      canPublish: true,
      canPublishSources: ["microphone"],
      canSubscribe: true,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
    expect([sub, exp - nbf <= 300, rest]).toEqual(["ada:desk", true, { iss: apiKey }]);
  });
});
