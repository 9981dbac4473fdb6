import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTenant } from "@synapse-voice/prisma/testing";
import {
  startTestServer,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../testing/server-for-tests.ts";

const desk = { "Synapse-Device": "desk" };

/** Texts about agents that customers must not read, unless the tenant wants it. */
const secrets = { lastName: "Quillfeather", email: "ada@secret.test", roles: /ADMIN|SUPERVISOR/u };

describe("what customers read of agents", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  /** A tenant with an agent, a supervisor and a customer, and all that the customer was sent. */
  async function tenantWith(settings: object) {
    const tenantId = await addTenant(server.db.database, "Acme", settings);
    const { lastName, email } = secrets;
    const ada = await server.person({ tenantId, firstName: "Ada", lastName, email, role: "AGENT" });
    await server.person({ tenantId, firstName: "Sue", lastName, role: "SUPERVISOR" });
    const alex = await server.person({ tenantId, firstName: "Alex", lastName, role: "ADMIN" });
    const carl = await server.person({ tenantId, firstName: "Carl", role: null });
    const sent: TestReply["body"][] = [];
    const asCarl: TestClient["ask"] = async (...request) => {
      const reply = await carl.ask(...request);
      sent.push(reply.body);
      return reply;
    };
    return { ada, alex, carl, asCarl, sent, tenantId };
  }
  type Tenant = Awaited<ReturnType<typeof tenantWith>>;

  /** A day of the customer: every kind of call, every command, and call-backs. */
  async function aDay({ ada, carl, asCarl }: Tenant): Promise<void> {
    const live = () => asCarl("GET", "/api/voip/calls/live");
    const command = (who: TestClient["ask"], callId: string, name: string) =>
      who("POST", `/api/voip/calls/${callId}/${name}`, undefined, desk);
    await asCarl("GET", "/api/voip/me");
    await ada.ask("PUT", "/api/voip/presence", { feed: "realtime" }, desk);
    await asCarl("GET", "/api/voip/agents/available");
    const byName = await asCarl("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }, desk);
    const { callId } = byName.body;
    expect(byName.status).toBe(201);
    await command(asCarl, callId, "lease");
    await command(ada.ask, callId, "accept");
    await live();
    await command(ada.ask, callId, "hold");
    await live();
    await command(ada.ask, callId, "resume");
    await command(asCarl, callId, "continue");
    await command(asCarl, callId, "hang-up");
    await command(asCarl, callId, "hang-up");
    const toCarl = await ada.ask(
      "POST",
      "/api/voip/start-call",
      { calleeSupabaseId: carl.id },
      desk,
    );
    await live();
    await command(asCarl, toCarl.body.callId, "decline");
    const queued = await asCarl("POST", "/api/voip/start-call", {}, desk);
    await command(asCarl, queued.body.callId, "lease");
    expect((await command(ada.ask, queued.body.callId, "accept")).status).toBe(200);
    await live();
    await command(ada.ask, queued.body.callId, "hang-up");
    const wish = await asCarl("POST", "/api/voip/callbacks", { topic: "invoice" });
    await ada.ask("POST", `/api/voip/callbacks/${wish.body.id}/claim`);
    await asCarl("POST", "/api/voip/callbacks", { topic: "my invoice" });
    await asCarl("GET", "/api/voip/calls/live?since=0");
    await asCarl("GET", "/api/voip/queue");
    const { body: history } = await asCarl("GET", "/api/voip/history");
    expect(history).toHaveLength(3);
  }

  /** The rows that the customer can subscribe to, as postgres_changes and Broadcast carry them. */
  const eventsOf = async ({ carl }: Tenant) => {
    const events = await server.db.database.callEvent.findMany({
      where: { supabaseUserId: carl.id },
    });
    expect(events.length).toBeGreaterThan(5);
    return events.map(({ payload }) => payload);
  };

  it("is the first name and no more, in every reply and every event", async () => {
    const tenant = await tenantWith({});
    await aDay(tenant);
    const read = JSON.stringify([tenant.sent, await eventsOf(tenant)]);
    expect(read).toContain('"name":"Ada"');
    expect(read).toContain('"toName":"Ada"');
    expect(read).not.toContain(secrets.lastName);
    expect(read).not.toContain("@secret.test");
    expect(read).not.toMatch(secrets.roles);
    const { body } = await tenant.carl.ask("GET", "/api/voip/agents/available");
    expect(body[0]).toEqual({
      supabaseUserId: tenant.ada.id,
      firstName: "Ada",
      lastName: "",
      email: "",
      role: "AGENT",
      reachable: true,
      state: "available",
    });
  });

  it("is the full name, and the email, where the tenant wants it", async () => {
    const named = await tenantWith({ customersSee: "full_name" });
    await aDay(named);
    const read = JSON.stringify([named.sent, await eventsOf(named)]);
    expect(read).toContain('"name":"Ada Quillfeather"');
    expect(read).toContain('"toName":"Ada Quillfeather"');
    expect(read).not.toContain("@secret.test");
    expect(read).not.toMatch(secrets.roles);

    const open = await tenantWith({ customersSee: "full_name_and_email" });
    const { body } = await open.carl.ask("GET", "/api/voip/agents/available");
    expect(body[0]).toMatchObject({ lastName: "Quillfeather", email: "ada@secret.test" });
  });

  it("is the first name in the history of earlier calls, once the tenant wants no more", async () => {
    const tenant = await tenantWith({ customersSee: "full_name" });
    await aDay(tenant);
    const change = { customersSee: "first_name" };
    expect((await tenant.alex.ask("PATCH", "/api/tenant/settings", change)).status).toBe(200);
    const replies = [
      await tenant.carl.ask("GET", "/api/voip/history"),
      await tenant.carl.ask("GET", "/api/voip/calls/live?since=0"),
    ];
    expect(JSON.stringify(replies.map(({ body }) => body))).not.toContain(secrets.lastName);
  });

  it("leaves agents everything of one another", async () => {
    const { ada, ...tenant } = await tenantWith({});
    await aDay({ ada, ...tenant });
    const { body } = await ada.ask("GET", "/api/voip/agents/available");
    expect(body).toContainEqual(
      expect.objectContaining({ firstName: "Sue", lastName: "Quillfeather", role: "SUPERVISOR" }),
    );
    expect((await ada.ask("GET", "/api/voip/history")).body[0]).toMatchObject({
      toName: "Ada Quillfeather",
    });
  });
});

describe("calls of the queue", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  it("ring no admin and no supervisor who signs in, until they take such calls", async () => {
    const [alex, sue] = [
      await server.person({ firstName: "Alex", role: "ADMIN" }),
      await server.person({ firstName: "Sue", role: "SUPERVISOR" }),
    ];
    await server.person({ firstName: "Ada", role: "AGENT" });
    const carl = await server.person({ firstName: "Carl", role: null });
    for (const who of [alex, sue])
      await who.ask("PUT", "/api/voip/presence", { feed: "realtime" }, desk);
    const { body } = await carl.ask("POST", "/api/voip/start-call", {}, desk);
    expect(body.call.status).toBe("QUEUED");
    for (const who of [alex, sue])
      expect((await who.ask("PUT", "/api/voip/presence", {}, desk)).body.calls).toEqual([]);
    expect((await carl.ask("GET", "/api/voip/queue")).body.estimatedWaitSeconds).toBeNull();
    const change = { takesQueueCalls: true };
    expect(await alex.ask("PATCH", `/api/tenant/users/${sue.id}`, change)).toMatchObject({
      status: 200,
      body: { supabaseUserId: sue.id, role: "SUPERVISOR", takesQueueCalls: true },
    });
    expect((await sue.ask("GET", "/api/voip/calls/live")).body.calls).toMatchObject([
      { id: body.callId, status: "RINGING", offer: { outcome: null } },
    ]);
    await alex.ask("PATCH", `/api/tenant/users/${sue.id}`, { takesQueueCalls: false });
    expect((await carl.ask("GET", "/api/voip/calls/live")).body.calls).toMatchObject([
      { id: body.callId, status: "QUEUED" },
    ]);
  });
});
