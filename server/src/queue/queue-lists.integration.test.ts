import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../testing/new-tenant.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("the callers of the queue, as agents read them", () => {
  let server: TestServer;
  let carl: TestClient;
  let dora: TestClient;
  let ada: TestClient;
  let admin: TestClient;

  beforeAll(async () => void (server = await startTestServer()));
  afterAll(() => server?.close());
  beforeEach(async () => {
    const tenant = await newTenant(server);
    ({ carl, dora, ada } = tenant);
    admin = await server.person({
      tenantId: tenant.tenantId,
      firstName: "Alex",
      role: "ADMIN",
    });
  });

  const callQueue = async (by: TestClient): Promise<string> => {
    server.clock.advance(1);
    return (await by.ask("POST", "/api/voip/start-call", {})).body.callId;
  };
  const waiting = async (by: TestClient) => (await by.ask("GET", "/api/voip/queue/waiting")).body;
  const unanswered = async (by: TestClient, query = "") =>
    (await by.ask("GET", `/api/voip/queue/unanswered${query}`)).body;

  it("are those who wait: who, since when, what for, and whom the call rings", async () => {
    await carl.ask("POST", "/api/voip/callbacks", { topic: "Order 4711" });
    const first = await callQueue(carl);
    const second = await callQueue(dora);
    const since = new Date(server.clock.now() - 1).toISOString();
    expect(await waiting(admin)).toEqual([
      {
        callId: first,
        caller: {
          supabaseUserId: carl.id,
          type: "PORTAL_CUSTOMER",
          name: "Carl Test",
          verified: true,
        },
        topic: "Order 4711",
        placedAt: since,
        ringing: null,
      },
      expect.objectContaining({ callId: second, topic: null, ringing: null }),
    ]);
    await ada.ask("PUT", "/api/voip/presence", { state: "available", feed: "poll" });
    await expect
      .poll(async () => waiting(ada))
      .toMatchObject([
        { callId: first, ringing: { supabaseUserId: ada.id, name: "Ada Test" } },
        { callId: second, ringing: null },
      ]);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    expect((await waiting(admin)).map(({ callId }: { callId: string }) => callId)).toEqual([
      second,
    ]);
  });

  it("are those who gave up, with their wait, until somebody talked to them", async () => {
    const callId = await callQueue(carl);
    server.clock.advance(5_000);
    await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
    const [call] = await unanswered(admin);
    expect(call).toMatchObject({
      callId,
      caller: { supabaseUserId: carl.id, name: "Carl Test" },
      waitedSeconds: 5,
      endReason: "cancelled",
      reachedAt: null,
    });
    expect(await unanswered(ada)).toEqual([call]);
    expect(await unanswered(ada, `?before=${callId}`)).toEqual([]);
    server.clock.advance(1_000);
    const back = (await ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: carl.id })).body
      .callId;
    expect(await unanswered(admin)).toMatchObject([{ callId, reachedAt: null }]);
    await carl.ask("POST", `/api/voip/calls/${back}/accept`);
    expect(await unanswered(admin)).toMatchObject([
      { callId, reachedAt: new Date(server.clock.now()).toISOString() },
    ]);
  });

  it("are no business of other tenants, nor of customers", async () => {
    const callId = await callQueue(carl);
    await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
    await callQueue(dora);
    const { ada: foreigner } = await newTenant(server);
    expect([await waiting(foreigner), await unanswered(foreigner)]).toEqual([[], []]);
    expect(await unanswered(foreigner, `?before=${callId}`)).toEqual([]);
    expect((await waiting(carl)).code).toBe("forbidden");
    expect((await unanswered(carl)).code).toBe("forbidden");
  });
});
