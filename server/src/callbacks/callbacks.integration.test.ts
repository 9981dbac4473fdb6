import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../testing/new-tenant.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("callbacks over HTTP, on two servers behind one database", () => {
  let server: TestServer;
  let other: TestServer;
  let tenantId: string;
  let carl: TestClient;
  let ada: TestClient;
  const ask = (by: TestClient, id: string, verb: string) =>
    by.ask("POST", `/api/voip/callbacks/${id}/${verb}`);

  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer(server);
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });
  beforeEach(async () => void ({ tenantId, carl, ada } = await newTenant(server)));

  it("follow a call that nobody answered, and show at the agents' devices", async () => {
    const { body: refused } = await carl.ask("POST", "/api/voip/start-call", {});
    await carl.ask("POST", `/api/voip/calls/${refused.callId}/cancel`);
    const requested = await carl.ask("POST", "/api/voip/callbacks", {
      topic: " My bill ",
      callId: refused.callId,
    });
    expect(requested).toMatchObject({
      status: 201,
      body: {
        status: "open",
        topic: "My bill",
        callId: refused.callId,
        customer: { supabaseUserId: carl.id, name: "Carl Test" },
      },
    });
    expect((await ada.ask("GET", "/api/voip/callbacks")).body).toEqual([requested.body]);
    expect((await ada.ask("PUT", "/api/voip/presence", {})).body).toMatchObject({
      openCallbacks: 1,
    });
    expect(await ask(ada, requested.body.id, "claim")).toMatchObject({
      status: 200,
      body: { claimedBy: { supabaseUserId: ada.id, name: "Ada Test" } },
    });
    expect((await ada.ask("PUT", "/api/voip/presence", {})).body).toMatchObject({
      openCallbacks: 0,
    });
    await ask(ada, requested.body.id, "done");
    expect((await ada.ask("GET", "/api/voip/callbacks")).body).toEqual([]);
    expect((await ada.ask("GET", "/api/voip/callbacks?status=done")).body).toMatchObject([
      { id: requested.body.id, status: "done" },
    ]);
  });

  it("can't name another customer's call", async () => {
    const dora = await server.person({ tenantId, firstName: "Dora", role: null });
    const { callId } = (await dora.ask("POST", "/api/voip/start-call", {})).body;
    expect(await carl.ask("POST", "/api/voip/callbacks", { callId })).toMatchObject({
      status: 404,
      body: { code: "call_not_found" },
    });
  });

  it("are the customer's to read, change and withdraw from any page", async () => {
    const mine = "/api/voip/callbacks/mine";
    expect((await carl.ask("GET", mine)).body).toEqual({ callback: null });
    expect(await carl.ask("PATCH", mine, { topic: "x" })).toMatchObject({
      status: 404,
      body: { code: "callback_not_found" },
    });
    const { body: requested } = await carl.ask("POST", "/api/voip/callbacks", { topic: "My bill" });
    const preferredAt = new Date(server.clock.now() + 3_600_000).toISOString();
    const { body: changed } = await carl.ask("PATCH", mine, { preferredAt });
    expect(changed).toEqual({ ...requested, preferredAt });
    expect((await other.as(carl)("GET", mine)).body).toEqual({ callback: changed });
    expect((await ada.ask("GET", "/api/voip/callbacks")).body).toEqual([changed]);
    expect((await carl.ask("DELETE", mine)).body).toEqual({ withdrawn: true });
    expect((await carl.ask("DELETE", mine)).body).toEqual({ withdrawn: false });
    expect((await carl.ask("GET", mine)).body).toEqual({ callback: null });
    expect((await ada.ask("GET", "/api/voip/callbacks")).body).toEqual([]);
    expect(await ask(ada, requested.id, "claim")).toMatchObject({ status: 404 });
    expect(await carl.ask("PATCH", mine, { preferredAt: "tomorrow" })).toMatchObject({
      status: 400,
    });
  });

  it("20 claims at once have one winner, and 19 who learn who that is", async () => {
    const agents = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        server.person({ tenantId, firstName: `Agent${index}`, role: "AGENT" }),
      ),
    );
    const { id } = (await carl.ask("POST", "/api/voip/callbacks", {})).body;
    const replies = await Promise.all(
      agents.map((agent, index) =>
        (index % 2 ? agent.ask : other.as(agent))("POST", `/api/voip/callbacks/${id}/claim`),
      ),
    );
    const winners = replies.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const losers = replies.filter(({ status }) => status !== 200);
    expect(losers.map(({ status, body }) => [status, body.code, body.answeredBy])).toEqual(
      Array.from({ length: 19 }, () => [409, "claimed_elsewhere", winners[0]!.body.claimedBy.name]),
    );
  });

  it("that an agent has taken on are open again when the agent is removed", async () => {
    const admin = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
    const dora = await server.person({ tenantId, firstName: "Dora", role: null });
    const [first, second] = [
      (await carl.ask("POST", "/api/voip/callbacks", {})).body.id,
      (await dora.ask("POST", "/api/voip/callbacks", {})).body.id,
    ];
    for (const id of [first, second]) await ask(ada, id, "claim");
    await ask(ada, second, "done");
    await admin.ask("DELETE", `/api/tenant/users/${ada.id}`);
    expect((await admin.ask("GET", "/api/voip/callbacks")).body).toMatchObject([
      { id: first, status: "open", claimedBy: null },
    ]);
    expect((await admin.ask("GET", "/api/voip/callbacks?status=done")).body).toMatchObject([
      { id: second, claimedBy: { supabaseUserId: ada.id, name: "Ada Test" } },
    ]);
    expect(await ask(admin, first, "claim")).toMatchObject({ status: 200 });
  });

  it("are for customers to ask for, and for agents to see", async () => {
    expect(await ada.ask("POST", "/api/voip/callbacks", {})).toMatchObject({ status: 403 });
    expect(await carl.ask("GET", "/api/voip/callbacks")).toMatchObject({ status: 403 });
    expect(await carl.ask("POST", "/api/voip/callbacks", { topic: "x".repeat(501) })).toMatchObject(
      { status: 400, body: { code: "invalid_request" } },
    );
  });
});
