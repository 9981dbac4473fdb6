import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  startTestServer,
  type TestClient,
  type TestServer,
} from "../../testing/server-for-tests.ts";

describe("a call on the real database", () => {
  let server: TestServer;
  let tenantId: string;
  let carl: TestClient;
  let ada: TestClient;
  let grace: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    tenantId = (
      await server.db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } })
    ).id;
    carl = await server.person({ tenantId, firstName: "Carl", lastName: "Customer", role: null });
    ada = await server.person({ tenantId, firstName: "Ada", lastName: "Agent", role: "AGENT" });
    grace = await server.person({ tenantId, firstName: "Grace", lastName: "Agent", role: "AGENT" });
  });

  it("rings who is named, is answered, and ends on both sides", async () => {
    const started = await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id });
    expect(started.status).toBe(201);
    const { callId, roomName } = started.body;
    expect(started.body).toMatchObject({
      call: { status: "RINGING", version: 1, caller: { name: "Carl Customer", verified: true } },
      calleeToken: expect.any(String),
    });
    const live = await ada.ask("GET", "/api/voip/calls/live");
    expect(live.body.calls).toMatchObject([
      { id: callId, status: "RINGING", offer: { outcome: null } },
    ]);
    const accepted = await ada.ask("POST", `/api/voip/calls/${callId}/accept`, undefined, {
      "Synapse-Device": "desk",
    });
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        call: { status: "IN_PROGRESS", mediaDeviceId: "desk", version: 2 },
        media: { token: expect.stringContaining(roomName) },
      },
    });
    server.clock.advance(5_000);
    const ended = await carl.ask("POST", `/api/voip/calls/${callId}/hang-up`);
    expect(ended.body.call).toMatchObject({
      status: "COMPLETED",
      endReason: "hung_up",
      duration: 5,
      endedBy: carl.id,
    });
    await expect.poll(() => server.media.rooms.has(roomName)).toBe(false);
    for (const person of [ada, carl]) {
      expect((await person.ask("GET", "/api/voip/history")).body).toMatchObject([
        {
          id: callId,
          fromUserId: carl.id,
          toUserId: ada.id,
          fromUserType: "PORTAL_CUSTOMER",
          toUserType: "CRM_USER",
          status: "COMPLETED",
          duration: 5,
        },
      ]);
    }
    expect((await grace.ask("GET", "/api/voip/history")).body).toEqual([]);
  });

  it("rings all available agents where the tenant wants it so, and the others learn who answered", async () => {
    await server.db.database.tenant.update({
      where: { id: tenantId },
      data: { settings: { queueStrategy: "ring_all" } },
    });
    for (const agent of [ada, grace]) await agent.ask("PUT", "/api/voip/presence", {});
    const { callId } = (await carl.ask("POST", "/api/voip/start-call", {})).body;
    const accepted = await ada.ask("POST", `/api/voip/calls/${callId}/accept`);
    expect(accepted.status).toBe(200);
    expect(await grace.ask("POST", `/api/voip/calls/${callId}/accept`)).toMatchObject({
      status: 409,
      body: { code: "answered_elsewhere", answeredBy: "Ada Agent", callId },
    });
    expect((await ada.ask("POST", `/api/voip/calls/${callId}/accept`)).body.call).toEqual(
      accepted.body.call,
    );
    expect(
      await ada.ask("POST", `/api/voip/calls/${callId}/accept`, undefined, {
        "Synapse-Device": "other",
      }),
    ).toMatchObject({ status: 409, body: { code: "answered_elsewhere" } });
  });

  it("waits for the first agent to appear", async () => {
    const started = await carl.ask("POST", "/api/voip/start-call", {});
    expect(started.body.call.status).toBe("QUEUED");
    const presence = await ada.ask("PUT", "/api/voip/presence", {});
    expect(presence.body.calls).toMatchObject([{ id: started.body.callId, status: "RINGING" }]);
  });
});
