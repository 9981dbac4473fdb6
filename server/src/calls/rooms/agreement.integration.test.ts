import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { RoomServiceClient } from "livekit-server-sdk";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunningLivekit } from "@synapse-voice/local/livekit";
import { prepareTestLivekit, type TestLivekit } from "@synapse-voice/local/testing/livekit";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { createLivekitMediaServer } from "@synapse-voice/platform/media-server";
import {
  startTestServer,
  type TestClient,
  type TestServer,
} from "../../testing/server-for-tests.ts";

/** A connected call of two new people of a server, and time that passes for it. */
function situation(serverNow: () => TestServer) {
  const statusOf = async (callId: string) => {
    const call = await serverNow().db.database.callLog.findUniqueOrThrow({ where: { id: callId } });
    return `${call.status} ${call.endReason ?? ""}`.trim();
  };
  /** Swept every second; every four for the long waits, which no server takes for an outage yet. */
  const pass = async (seconds: number) => {
    const step = seconds > 60 ? 4 : 1;
    for (let passed = 0; passed < seconds; passed += step) {
      serverNow().clock.advance(step * 1_000);
      await serverNow().app.sweeper.sweep();
    }
  };
  const connect = async () => {
    const [carl, ada] = [
      await serverNow().person({ firstName: "Carl", role: null }),
      await serverNow().person({ firstName: "Ada", role: "AGENT" }),
    ];
    const { callId, roomName, callerToken } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body;
    const { media } = (await ada.ask("POST", `/api/voip/calls/${callId}/accept`)).body;
    return { carl, ada, callId, roomName, tokens: [callerToken, media.token] } as {
      carl: TestClient;
      ada: TestClient;
      callId: string;
      roomName: string;
      tokens: string[];
    };
  };
  return { statusOf, pass, connect };
}

describe("calls and a real LiveKit, with all webhooks dropped", { timeout: 60_000 }, () => {
  let db: MigratedDatabase;
  let server: TestServer;
  let prepared: TestLivekit;
  let livekit: RunningLivekit;
  let rooms: RoomServiceClient;
  let sockets: WebSocket[] = [];
  const { statusOf, pass, connect } = situation(() => server);
  const start = async () => void (livekit = await prepared.start());

  beforeAll(async () => {
    prepared = await prepareTestLivekit();
    await start();
    const { apiUrl, settings } = prepared;
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
    // LiveKit lives in real time, which the server's begins with.
    server = await startTestServer({ db, clock: createFakeClock(Date.now()) }, { media });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(async () => {
    await server?.close();
    await db?.close();
    await prepared?.close();
  });

  const roomNames = async () => (await rooms.listRooms()).map(({ name }) => name);
  const inRoom = async (roomName: string) =>
    (await rooms.listParticipants(roomName).catch(() => [])).length;
  /**
   * Enters the room by signalling alone, which is all that the server can see. A participant whose
   * socket is closed has left.
   */
  const enter = async (...tokens: readonly string[]) => {
    const entered = tokens.map(
      (token) =>
        new WebSocket(
          `ws://127.0.0.1:${prepared.settings.port}/rtc?access_token=${token}&auto_subscribe=1&sdk=js&protocol=16`,
        ),
    );
    sockets.push(...entered);
    await Promise.all(entered.map((socket) => once(socket, "message")));
    return entered;
  };

  it("a call goes on while both are there, and ends within half a minute when one is not, and its room with it", async () => {
    const { callId, roomName, tokens } = await connect();
    const [, ada] = await enter(...tokens);
    await pass(40);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
    ada!.close();
    await expect.poll(() => inRoom(roomName)).toBe(1);
    await pass(31);
    expect(await statusOf(callId)).toBe("COMPLETED connection_lost");
    await expect.poll(roomNames, { timeout: 5_000 }).not.toContain(roomName);
  });

  it("a call goes on through a LiveKit that was killed and forgot its rooms, and whoever comes back is let in", async () => {
    const { callId, roomName, tokens, carl, ada } = await connect();
    await enter(...tokens);
    await pass(11);
    process.kill(livekit.pid, "SIGKILL");
    await livekit.exited;
    await pass(5);
    await start();
    expect(await roomNames()).toEqual([]);
    await pass(11);
    expect(await roomNames()).toEqual([roomName]);
    const again = await Promise.all(
      [carl, ada].map(
        async (person) =>
          (await person.ask("POST", `/api/voip/calls/${callId}/media-token`)).body.token,
      ),
    );
    await enter(...again);
    await pass(40);
    expect([await statusOf(callId), await inRoom(roomName)]).toEqual(["IN_PROGRESS", 2]);
  });

  it("a party that goes on with the call on another device is in its room there alone, though the token of before still opens it", async () => {
    const { callId, roomName, tokens, ada } = await connect();
    const identities = async () =>
      (await rooms.listParticipants(roomName))
        .map(({ identity }) => identity.split(":")[1])
        .toSorted();
    await enter(...tokens);
    const { media } = (
      await ada.ask("POST", `/api/voip/calls/${callId}/continue`, undefined, {
        "Synapse-Device": "laptop",
      })
    ).body;
    await expect.poll(() => inRoom(roomName)).toBe(1);
    await enter(media.token, tokens[1]!);
    expect(await identities()).toEqual(["default", "default", "laptop"]);
    await pass(40);
    expect([await statusOf(callId), await identities()]).toEqual([
      "IN_PROGRESS",
      ["default", "laptop"],
    ]);
  });

  it("whoever asks to be let in again finds the room made anew, before anybody else has looked", async () => {
    const { callId, roomName, tokens, carl, ada } = await connect();
    await enter(...tokens);
    process.kill(livekit.pid, "SIGKILL");
    await livekit.exited;
    await start();
    const again = await Promise.all(
      [carl, ada].map(
        async (person) =>
          (await person.ask("POST", `/api/voip/calls/${callId}/media-token`)).body.token,
      ),
    );
    await enter(...again);
    expect(await inRoom(roomName)).toBe(2);
    await pass(40);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
  });

  it("a call whose parties do not come back after that ends", async () => {
    const { callId, tokens } = await connect();
    await enter(...tokens);
    await pass(11);
    process.kill(livekit.pid, "SIGKILL");
    await livekit.exited;
    await start();
    await pass(31);
    expect(await statusOf(callId)).toBe("COMPLETED connection_lost");
    await expect.poll(roomNames, { timeout: 5_000 }).toEqual([]);
  });

  it("a room of ours without a call is removed, and nobody else's", async () => {
    const make = (name: string, metadata = "") =>
      rooms.createRoom({ name, metadata, emptyTimeout: 300 });
    await Promise.all([
      make("call-ours", '{"deployment":"ours","callId":"unknown"}'),
      make("call-theirs", '{"deployment":"theirs","callId":"unknown"}'),
      make("call-of-nobody"),
    ]);
    await pass(75);
    expect((await roomNames()).toSorted()).toEqual(["call-of-nobody", "call-theirs"]);
  });
});

describe("a LiveKit that never comes back", { timeout: 60_000 }, () => {
  let server: TestServer;
  const { statusOf, pass, connect } = situation(() => server);
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    server.media.available = true;
  });

  const talking = async () => {
    const call = await connect();
    for (const person of [call.carl, call.ada])
      server.media.join(call.roomName, person.id, "default");
    await pass(16);
    server.media.available = false;
    return call;
  };

  it("ends a call within six minutes, though nobody knows anything of its parties", async () => {
    const { callId } = await talking();
    await pass(300);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
    await pass(64);
    expect(await statusOf(callId)).toBe("COMPLETED connection_lost");
  });

  it("ends a call within 35 s once a party asks to be let in again, which it does when its own connection is gone", async () => {
    const { callId, ada } = await talking();
    await pass(1);
    expect((await ada.ask("POST", `/api/voip/calls/${callId}/media-token`)).status).toBe(200);
    await pass(34);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
    await pass(2);
    expect(await statusOf(callId)).toBe("COMPLETED connection_lost");
  });

  it("that comes back after all finds the call going on", async () => {
    const { callId } = await talking();
    await pass(240);
    server.media.available = true;
    await pass(120);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
  });
});
