import { decodeJwt } from "jose";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { prepareTestLivekit, type TestLivekit } from "@synapse-voice/local/testing/livekit";
import { createLivekitMediaServer } from "./livekit-media-server.ts";
import { mediaServerCases } from "./testing/media-server-cases.ts";

describe("the real LiveKit", () => {
  let livekit: TestLivekit;
  let port: number;
  let apiKey: string;
  let apiSecret: string;
  const create = (apiPort = port) =>
    createLivekitMediaServer({
      apiUrl: `http://127.0.0.1:${apiPort}`,
      publicUrl: `ws://127.0.0.1:${apiPort}`,
      apiKey,
      apiSecret,
      deployment: "tests",
    });

  beforeAll(async () => {
    livekit = await prepareTestLivekit();
    await livekit.start();
    ({ port, apiKey, apiSecret } = livekit.settings);
  });
  afterAll(() => livekit?.close());

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
    const creating = await prepareTestLivekit({ autoCreate: true });
    onTestFinished(creating.close);
    await creating.start();
    const autoPort = creating.settings.port;
    expect(await create(autoPort).createsUnknownRooms()).toBe(true);
    const rooms = new RoomServiceClient(creating.apiUrl, apiKey, apiSecret);
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
