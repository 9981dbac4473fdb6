import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("time, on the real database", () => {
  let server: TestServer;
  let carl: TestClient;
  let ada: TestClient;
  let callId: string;
  let roomName: string;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  const statusOf = async (id = callId) => {
    const call = await server.db.database.callLog.findUniqueOrThrow({ where: { id } });
    return `${call.status} ${call.endReason ?? ""}`.trim();
  };
  /** Lets time pass, with a sweep each second. `each` runs before every sweep. */
  const pass = async (
    seconds: number,
    each: () => Promise<unknown> = async () => undefined,
    app = server.app,
  ) => {
    for (let second = 0; second < seconds; second += 1) {
      server.clock.advance(1_000);
      await each();
      await app.sweeper.sweep();
    }
  };
  const renew = () => carl.ask("POST", `/api/voip/calls/${callId}/lease`);
  const answer = () => ada.ask("POST", `/api/voip/calls/${callId}/accept`);
  const join = () => [
    server.media.join(roomName, carl.id, "default"),
    server.media.join(roomName, ada.id, "default"),
  ];

  beforeEach(async () => {
    server.media.available = true;
    await pass(11); // The server has run for as long as a lease.
    const tenantId = (
      await server.db.database.tenant.create({
        data: { name: "Acme", settings: { ringTimeoutSeconds: 30 }, createdAt: new Date() },
      })
    ).id;
    carl = await server.person({ tenantId, firstName: "Carl", role: null });
    ada = await server.person({ tenantId, firstName: "Ada", role: "AGENT" });
    ({ callId, roomName } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body);
  });

  it("ends a call that nobody answers, after its ring time", async () => {
    await pass(29, renew);
    expect(await statusOf()).toBe("RINGING");
    await pass(1, renew);
    expect(await statusOf()).toBe("MISSED ring_timeout");
    expect((await ada.ask("GET", "/api/voip/calls/live?since=0")).body.calls).toMatchObject([
      { id: callId, offer: { outcome: "missed" } },
    ]);
    await expect.poll(() => server.media.rooms.has(roomName)).toBe(false);
  });

  it("ends a call whose caller's tab is gone, within lease and a sweep", async () => {
    await pass(9);
    expect(await statusOf()).toBe("RINGING");
    await pass(2);
    expect(await statusOf()).toBe("CANCELLED caller_gone");
  });

  it("tells an agent who answers a caller who is gone that the call has ended", async () => {
    await pass(9);
    server.clock.advance(1_500);
    expect(await answer()).toMatchObject({ status: 409, body: { code: "call_ended", callId } });
    expect(await statusOf()).toBe("CANCELLED caller_gone");
  });

  it("lets a reload within the lease go on", async () => {
    await pass(8);
    await renew();
    await pass(8);
    expect(await statusOf()).toBe("RINGING");
  });

  it("calls nobody gone before a full lease has passed after an outage of all servers", async () => {
    server.clock.advance(15_000); // The lease ends without a sweep.
    const restarted = await startTestServer(server);
    await pass(9, undefined, restarted.app);
    expect(await statusOf()).toBe("RINGING");
    expect((await restarted.as(carl)("POST", `/api/voip/calls/${callId}/lease`)).status).toBe(200);
    await pass(4, undefined, restarted.app);
    expect(await statusOf()).toBe("RINGING");
    await pass(8, undefined, restarted.app);
    expect(await statusOf()).toBe("MISSED ring_timeout");
    await restarted.close();
  });

  it("does so too where the same server was cut off for a while", async () => {
    server.clock.advance(12_000);
    await server.app.sweeper.sweep();
    expect(await statusOf()).toBe("RINGING");
    await pass(9);
    expect(await statusOf()).toBe("RINGING");
    await pass(1);
    expect(await statusOf()).toBe("CANCELLED caller_gone");
  });

  it("lets an agent answer who is faster than the first sweep after an outage", async () => {
    server.clock.advance(12_000); // Nobody could renew during this time.
    expect(await answer()).toMatchObject({
      status: 200,
      body: { call: { status: "IN_PROGRESS" } },
    });
  });

  it("works though every client is gone and the server was restarted meanwhile", async () => {
    await answer();
    server.clock.advance(60_000);
    const restarted = await startTestServer(server);
    await pass(1, undefined, restarted.app);
    expect(await statusOf()).toBe("COMPLETED connection_lost");
    await restarted.close();
  });

  it("keeps a call going on whose parties are in its room, without any webhook", async () => {
    await answer();
    join();
    await pass(60);
    expect(await statusOf()).toBe("IN_PROGRESS");
  });

  it("ends a call that a party left for good, and spares one who comes back", async () => {
    await answer();
    join();
    await pass(16);
    server.media.leave(roomName, ada.id, "default");
    await pass(20);
    expect(await statusOf()).toBe("IN_PROGRESS");
    server.media.join(roomName, ada.id, "default");
    await pass(30);
    expect(await statusOf()).toBe("IN_PROGRESS");
    server.media.leave(roomName, ada.id, "default");
    await pass(36);
    expect(await statusOf()).toBe("COMPLETED connection_lost");
  });

  it("waits while it can't look into the room, but not for ever", async () => {
    await answer();
    server.media.available = false;
    await pass(34);
    expect(await statusOf()).toBe("IN_PROGRESS");
    await pass(2);
    expect(await statusOf()).toBe("COMPLETED connection_lost");
  });

  it("deletes a room that a crash or an outage left behind", async () => {
    server.media.available = false;
    await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
    await pass(3);
    expect(server.media.rooms.has(roomName)).toBe(true);
    server.media.available = true;
    await pass(1);
    expect(server.media.rooms.has(roomName)).toBe(false);
  });

  it("ends a call honestly that waited for an agent in vain", async () => {
    await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
    const waiting = (await carl.ask("POST", "/api/voip/start-call", {})).body.callId;
    const renewWaiting = () => carl.ask("POST", `/api/voip/calls/${waiting}/lease`);
    await pass(5, renewWaiting);
    expect(await statusOf(waiting)).toBe("QUEUED");
    await pass(26, renewWaiting);
    expect(await statusOf(waiting)).toBe("MISSED no_agent");
  });

  it("rings a call that all declined no more, until someone new appears", async () => {
    await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
    await ada.ask("PUT", "/api/voip/presence", {});
    const queued = (await carl.ask("POST", "/api/voip/start-call", {})).body.callId;
    expect((await ada.ask("POST", `/api/voip/calls/${queued}/decline`)).body.call.status).toBe(
      "QUEUED",
    );
    await pass(2, () => ada.ask("PUT", "/api/voip/presence", {}));
    expect(await statusOf(queued)).toBe("QUEUED");
    const { tenantId } = await server.db.database.callLog.findUniqueOrThrow({
      where: { id: queued },
    });
    const grace = await server.person({ tenantId, firstName: "Grace", role: "AGENT" });
    expect((await grace.ask("PUT", "/api/voip/presence", {})).body.calls).toMatchObject([
      { id: queued, status: "RINGING" },
    ]);
  });

  it("ends what a removed person is on", async () => {
    const { tenantId } = await server.db.database.callLog.findUniqueOrThrow({
      where: { id: callId },
    });
    const admin = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
    expect((await admin.ask("DELETE", `/api/tenant/users/${ada.id}`)).status).toBe(200);
    expect(await statusOf()).toBe("CANCELLED person_removed");
    expect(await ada.ask("GET", "/api/voip/me")).toMatchObject({
      status: 403,
      body: { code: "not_provisioned" },
    });
  });
});
