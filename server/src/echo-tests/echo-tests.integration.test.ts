import { EchoTest } from "@synapse-voice/contract";
import { prepareTestLivekit, type TestLivekit } from "@synapse-voice/local/testing/livekit";
import { createLivekitMediaServer } from "@synapse-voice/platform/media-server";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { decodeJwt } from "jose";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { once } from "node:events";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

const path = "/api/voip/echo-test";

describe("an echo test in a real LiveKit", { timeout: 60_000 }, () => {
  let db: MigratedDatabase;
  let server: TestServer;
  let livekit: TestLivekit;
  let rooms: RoomServiceClient;
  let ada: TestClient;
  const sockets: WebSocket[] = [];

  beforeAll(async () => {
    livekit = await prepareTestLivekit();
    await livekit.start();
    const { apiUrl, settings } = livekit;
    const { apiKey, apiSecret } = settings;
    rooms = new RoomServiceClient(apiUrl, apiKey, apiSecret);
    const media = createLivekitMediaServer({
      apiUrl,
      publicUrl: apiUrl,
      apiKey,
      apiSecret,
      deployment: "ours",
    });
    db = await startMigratedDatabase();
    server = await startTestServer({ db, clock: createFakeClock(Date.now()) }, { media });
    ada = await server.person({ firstName: "Ada", role: "AGENT" });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(async () => {
    await server?.close();
    await db?.close();
    await livekit?.close();
  });

  const start = async () => v.parse(EchoTest, (await ada.ask("POST", path)).body);
  const roomOf = ({ tokens }: EchoTest) => (decodeJwt(tokens[0])["video"] as { room: string }).room;
  const identities = async (roomName: string) =>
    (await rooms.listParticipants(roomName).catch(() => []))
      .map(({ identity }) => identity)
      .toSorted();
  /** Joins by LiveKit's signalling. The socket is closed if LiveKit refuses the token. */
  const enter = (token: string): WebSocket => {
    const query = `access_token=${token}&auto_subscribe=1&sdk=js&protocol=16`;
    const socket = new WebSocket(`ws://127.0.0.1:${livekit.settings.port}/rtc?${query}`);
    sockets.push(socket);
    return socket;
  };
  const isLetIn = (socket: WebSocket) =>
    new Promise<boolean>((resolve) => {
      socket.addEventListener("message", () => resolve(true));
      socket.addEventListener("close", () => resolve(false));
    });
  const roomNames = async () => (await rooms.listRooms()).map(({ name }) => name);

  it("lets both ends join, and nobody else, until its time is over", async () => {
    const before = server.clock.now();
    const test = await start();
    expect(Date.parse(test.expiresAt)).toBe(before + 60_000);
    const roomName = roomOf(test);
    expect(roomName).toMatch(/^echo-/u);
    const ends = test.tokens.map(enter);
    expect(await Promise.all(ends.map(isLetIn))).toEqual([true, true]);
    const both = [`${ada.id}:echo-player`, `${ada.id}:echo-sender`];
    expect(await identities(roomName)).toEqual(both);

    const third = new AccessToken(livekit.settings.apiKey, livekit.settings.apiSecret, {
      identity: "mallory:tab",
    });
    third.addGrant({ room: roomName, roomJoin: true });
    expect(await isLetIn(enter(await third.toJwt()))).toBe(false);
    // An end that reconnects takes its own place.
    expect(await isLetIn(enter(test.tokens[0]))).toBe(true);
    expect(await identities(roomName)).toEqual(both);

    const closed = once(ends[1]!, "close");
    server.clock.advance(59_000);
    await server.app.sweeper.sweep();
    expect(await roomNames()).toContain(roomName);
    server.clock.advance(1_000);
    await server.app.sweeper.sweep();
    expect(await roomNames()).not.toContain(roomName);
    await closed;
    expect(await isLetIn(enter(test.tokens[0]))).toBe(false);
  });

  it("has two narrow tokens for one room, which end with it", async () => {
    const test = await start();
    const claims = test.tokens.map((token) => decodeJwt(token));
    for (const { video, exp, nbf } of claims) {
      expect(video).toEqual({
        room: roomOf(test),
        roomJoin: true,
        canPublish: true,
        canPublishSources: ["microphone"],
        canSubscribe: true,
        canPublishData: false,
        canUpdateOwnMetadata: false,
      });
      expect(exp! - nbf!).toBeLessThanOrEqual(60);
    }
    const [room] = await rooms.listRooms([roomOf(test)]);
    expect(room).toMatchObject({ maxParticipants: 2, emptyTimeout: 60, departureTimeout: 60 });
  });

  it("that its server forgot is removed by the reconciler of another one", async () => {
    const ofOthers = "echo-of-others";
    await rooms.createRoom({ name: ofOthers, emptyTimeout: 300 });
    const test = await start();
    const { media, wakeUps } = server.deps;
    const other = await startTestServer(
      { db, clock: server.clock, tenantId: server.tenantId },
      { media, wakeUps },
    );
    server.clock.advance(50_000);
    await other.app.sweeper.sweep();
    expect(await roomNames()).toContain(roomOf(test));
    server.clock.advance(15_000);
    await other.app.sweeper.sweep();
    expect(await roomNames()).toEqual([ofOthers]);
    await other.close();
  });
});

describe("an echo test", () => {
  let server: TestServer;
  let ada: TestClient;
  let carl: TestClient;
  beforeAll(async () => {
    server = await startTestServer(undefined, {}, { RATE_LIMITS: "command_person=5" });
    ada = await server.person({ firstName: "Ada", role: "AGENT" });
    carl = await server.person({ firstName: "Carl", role: null });
  });
  afterAll(() => server?.close());
  const echoRooms = () => [...server.media.rooms.keys()].filter((name) => name.startsWith("echo-"));

  it("is refused to customers, and to bodies that name somebody else", async () => {
    expect(await carl.ask("POST", path)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    for (const body of [{ supabaseUserId: carl.id }, { roomName: "echo-mine" }, { expiresIn: 9e9 }])
      expect(await ada.ask("POST", path, body)).toMatchObject({
        status: 400,
        body: { code: "invalid_request" },
      });
    expect((await ada.ask("GET", path)).status).toBe(405);
    expect(echoRooms()).toEqual([]);
  });

  it("writes nothing to the database, and is in nobody's live calls", async () => {
    expect((await ada.ask("POST", path)).status).toBe(201);
    expect(echoRooms()).toHaveLength(1);
    expect((await ada.ask("GET", "/api/voip/calls/live")).body.calls).toEqual([]);
    expect((await ada.ask("GET", "/api/voip/history")).body).toEqual([]);
    expect(await server.db.database.callLog.count()).toBe(0);
  });

  it("is refused while the media server is away, and the next one works", async () => {
    server.media.available = false;
    expect(await ada.ask("POST", path)).toMatchObject({
      status: 503,
      body: { code: "media_unavailable" },
    });
    server.media.available = true;
    expect((await ada.ask("POST", path)).status).toBe(201);
  });

  it("counts as a command of its agent, so that nobody fills the media server", async () => {
    const grace = await server.person({ firstName: "Grace", role: "AGENT" });
    const replies = await Promise.all(Array.from({ length: 12 }, () => grace.ask("POST", path)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(replies.find(({ status }) => status !== 201)).toMatchObject({
      status: 429,
      body: { code: "rate_limited" },
    });
  });
});
