import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../../testing/server-for-tests.ts";

describe("a call that its party goes on with on another device, on two servers behind one database", () => {
  let server: TestServer;
  let other: TestServer;
  let carl: TestClient;
  let ada: TestClient;
  let grace: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer(server);
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });
  beforeEach(async () => {
    ({ carl, ada, grace } = await newTenant(server));
    server.media.available = true;
  });

  const sendCommand = (ask: TestClient["ask"], callId: string, command: string, deviceId: string) =>
    ask("POST", `/api/voip/calls/${callId}/${command}`, undefined, { "Synapse-Device": deviceId });
  const outcome = ({ status, body }: TestReply) => `${status} ${body.code ?? ""}`.trim();
  const start = async (key: Record<string, string> = {}) =>
    carl.ask(
      "POST",
      "/api/voip/start-call",
      { calleeSupabaseId: ada.id },
      { "Synapse-Device": "tab", ...key },
    );
  const inRoom = (roomName: string) =>
    server.media.rooms
      .get(roomName)
      ?.map(({ identity }) => identity)
      .toSorted();
  const statusOf = async (callId: string) => {
    const { status, endReason } = await server.db.database.callLog.findUniqueOrThrow({
      where: { id: callId },
    });
    return `${status} ${endReason ?? ""}`.trim();
  };
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 1) {
      server.clock.advance(1_000);
      await server.app.sweeper.sweep();
    }
  };
  /** Carl in his tab and Ada at her desk talk. */
  const talking = async (): Promise<{ callId: string; roomName: string }> => {
    const { callId, roomName } = (await start()).body;
    expect(outcome(await sendCommand(ada.ask, callId, "accept", "desk"))).toBe("200");
    server.media.join(roomName, carl.id, "tab");
    server.media.join(roomName, ada.id, "desk");
    await pass(11);
    return { callId, roomName };
  };

  it("lets that device in, and the one that had it out and not in again", async () => {
    const { callId, roomName } = await talking();
    const reply = await sendCommand(other.as(ada), callId, "continue", "laptop");
    expect(reply).toMatchObject({
      status: 200,
      body: {
        call: { status: "IN_PROGRESS", mediaDeviceId: "laptop" },
        media: {
          url: server.media.publicUrl,
          token: expect.stringContaining(`${roomName} ${ada.id}:laptop`),
        },
      },
    });
    await expect.poll(() => inRoom(roomName)).toEqual([`${carl.id}:tab`]);
    expect([
      outcome(await sendCommand(ada.ask, callId, "media-token", "desk")),
      outcome(await sendCommand(ada.ask, callId, "media-token", "laptop")),
    ]).toEqual(["409 answered_elsewhere", "200"]);
    server.media.join(roomName, ada.id, "laptop");
    await pass(40);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
  });

  it("asked for twice is the same call, unchanged", async () => {
    const { callId } = await talking();
    const replies = [
      await sendCommand(ada.ask, callId, "continue", "laptop"),
      await sendCommand(other.as(ada), callId, "continue", "laptop"),
      await sendCommand(carl.ask, callId, "continue", "tab"),
    ];
    expect(replies.map(outcome)).toEqual(["200", "200", "200"]);
    expect(new Set(replies.map(({ body }) => body.call.version)).size).toBe(1);
  });

  it("tells that person's other devices, and the other side that it has to wait", async () => {
    const { callId } = await talking();
    const cursors = await Promise.all(
      [ada, carl].map(
        async (person) => (await person.ask("GET", "/api/voip/calls/live")).body.cursor,
      ),
    );
    await sendCommand(ada.ask, callId, "continue", "laptop");
    const live = async (person: TestClient) =>
      (await person.ask("GET", "/api/voip/calls/live")).body;
    expect((await live(ada)).calls).toMatchObject([{ id: callId, mediaDeviceId: "laptop" }]);
    expect([
      (await live(ada)).cursor === cursors[0],
      (await live(carl)).cursor === cursors[1],
    ]).toEqual([false, false]);
    expect((await live(carl)).calls).toMatchObject([
      { mediaDeviceId: "tab", peerAwaitedUntil: expect.any(String) },
    ]);
  });

  it("is one device's alone, whichever of two that ask at once came last", async () => {
    const { callId, roomName } = await talking();
    for (let round = 0; round < 5; round += 1) {
      const devices = [`laptop-${round}`, `phone-${round}`];
      const replies = await Promise.all(
        devices.map((device, index) =>
          sendCommand(index ? other.as(ada) : ada.ask, callId, "continue", device),
        ),
      );
      expect(replies.map(outcome)).toEqual(["200", "200"]);
      const [first, last] = replies.toSorted((a, b) => a.body.call.version - b.body.call.version);
      const owner: string = last!.body.call.mediaDeviceId;
      const { legs, version } = await server.db.database.callLog.findUniqueOrThrow({
        where: { id: callId },
        include: { legs: { where: { role: "callee" } } },
      });
      expect([legs[0]?.deviceId, version]).toEqual([owner, last!.body.call.version]);
      const tokens = await Promise.all(
        devices.map(async (device) =>
          outcome(await sendCommand(ada.ask, callId, "media-token", device)),
        ),
      );
      expect(tokens).toEqual(
        devices.map((device) => (device === owner ? "200" : "409 answered_elsewhere")),
      );
      // Both may get in by the tokens that they were given at once; one is put out with the next
      // look.
      for (const { body } of [first!, last!])
        server.media.join(roomName, ada.id, body.call.mediaDeviceId);
      await pass(11);
      expect(inRoom(roomName)).toEqual([`${ada.id}:${owner}`, `${carl.id}:tab`].toSorted());
    }
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
  });

  it("goes on though nobody can look into its room, and the device of before is put out once somebody can", async () => {
    const { callId, roomName } = await talking();
    server.media.available = false;
    expect(outcome(await sendCommand(ada.ask, callId, "continue", "laptop"))).toBe("200");
    server.media.join(roomName, ada.id, "laptop");
    server.media.available = true;
    await pass(11);
    expect(inRoom(roomName)).toEqual([`${ada.id}:laptop`, `${carl.id}:tab`].toSorted());
  });

  it("ends where nobody comes to that device, though the one of before would be there", async () => {
    const { callId, roomName } = await talking();
    await sendCommand(ada.ask, callId, "continue", "laptop");
    await expect.poll(() => inRoom(roomName)).toEqual([`${carl.id}:tab`]);
    await pass(19);
    expect(await statusOf(callId)).toBe("IN_PROGRESS");
    await pass(3);
    expect(await statusOf(callId)).toBe("COMPLETED connection_lost");
  });

  it("is refused once it is over, to whoever has no part in it, and before it is answered to who is rung", async () => {
    const { callId } = (await start()).body;
    expect([
      outcome(await sendCommand(ada.ask, callId, "continue", "desk")),
      outcome(await sendCommand(grace.ask, callId, "continue", "desk")),
    ]).toEqual(["409 call_not_answered", "404 call_not_found"]);
    await sendCommand(carl.ask, callId, "cancel", "tab");
    expect(outcome(await sendCommand(carl.ask, callId, "continue", "phone"))).toBe(
      "409 call_ended",
    );
  });

  it("rings on where its caller goes on with it, by that device's lease", async () => {
    const { callId } = (await start({ "Idempotency-Key": "click" })).body;
    expect(outcome(await sendCommand(carl.ask, callId, "continue", "phone"))).toBe("200");
    // The first device lost the reply and asks again by the same key. The other device now owns the
    // media.
    expect(await start({ "Idempotency-Key": "click" })).toMatchObject({
      status: 409,
      body: { code: "already_calling", callId },
    });
    for (let renewals = 0; renewals < 5; renewals += 1) {
      await pass(3);
      await sendCommand(carl.ask, callId, "lease", "phone");
    }
    expect(await statusOf(callId)).toBe("RINGING");
    for (let renewals = 0; renewals < 5; renewals += 1) {
      await pass(3);
      await sendCommand(carl.ask, callId, "lease", "tab");
    }
    expect(await statusOf(callId)).toBe("CANCELLED caller_gone");
  });
});
