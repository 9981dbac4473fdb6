import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  type TestClient,
  type TestServer,
} from "../../testing/server-for-tests.ts";

describe("the sound of a call, as devices report it", () => {
  let server: TestServer;
  let carl: TestClient;
  let ada: TestClient;
  let grace: TestClient;
  let callId: string;
  let roomName: string;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => server?.close());
  beforeEach(async () => {
    ({ carl, ada, grace } = await newTenant(server));
    ({
      body: { callId, roomName },
    } = await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }));
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`);
  });

  const report = (by: TestClient, trouble: string | null) =>
    by.ask("POST", `/api/voip/calls/${callId}/sound`, { trouble });
  const callOf = async (person: TestClient) =>
    (await person.ask("GET", "/api/voip/calls/live")).body.calls[0];

  /** Lets 4 s pass again and again, with a sweep after each. */
  const pass = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      server.clock.advance(4_000);
      await server.app.sweeper.sweep();
    }
  };

  it("is told to the other side at once, until it is mended", async () => {
    const { cursor } = (await ada.ask("GET", "/api/voip/calls/live")).body;
    const poll = ada.ask("GET", `/api/voip/calls/live?wait=10&since=${cursor}`);
    const { status, body } = await report(carl, "unheard");
    expect([status, body.call.status]).toEqual([200, "IN_PROGRESS"]);
    expect(body.call).not.toHaveProperty("peerSound");
    expect((await poll).body.calls[0]).toMatchObject({ id: callId, peerSound: "unheard" });
    const { version } = await callOf(ada);
    await report(carl, "unheard");
    expect((await callOf(ada)).version).toBe(version);
    await report(carl, null);
    expect(await callOf(ada)).not.toHaveProperty("peerSound");
  });

  it("is reported by the device that has the call, and by nobody else", async () => {
    expect((await report(grace, "unheard")).body.code).toBe("call_not_found");
    const other = await carl.ask(
      "POST",
      `/api/voip/calls/${callId}/sound`,
      { trouble: "blocked" },
      { "Synapse-Device": "another" },
    );
    expect(other.body.code).toBe("answered_elsewhere");
    expect((await report(carl, "loud")).status).toBe(400);
    expect(await callOf(ada)).not.toHaveProperty("peerSound");
  });

  it("ends a call that a network blocks, after 45 s and with a reason of its own", async () => {
    for (const { id } of [carl, ada]) server.media.join(roomName, id, "default");
    await report(carl, "blocked");
    expect(await callOf(ada)).toMatchObject({ peerSound: "blocked" });
    await pass(11);
    expect((await callOf(ada)).status).toBe("IN_PROGRESS");
    server.clock.advance(1_000);
    await server.app.sweeper.sweep();
    const call = await server.db.database.callLog.findUniqueOrThrow({ where: { id: callId } });
    expect(call).toMatchObject({ status: "COMPLETED", endReason: "media_blocked" });
  });

  it("ends nothing right after an outage, in which no report could arrive", async () => {
    for (const { id } of [carl, ada]) server.media.join(roomName, id, "default");
    await report(carl, "blocked");
    server.clock.advance(60_000);
    await server.app.sweeper.sweep();
    expect((await callOf(ada)).status).toBe("IN_PROGRESS");
    await report(carl, null);
    await pass(3);
    expect((await callOf(ada)).status).toBe("IN_PROGRESS");
  });
});
