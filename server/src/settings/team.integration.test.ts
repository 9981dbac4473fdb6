import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addTenant } from "@synapse-voice/prisma/testing";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("an admin's team", () => {
  let server: TestServer;
  let tenantId: string;
  let alex: TestClient;
  let ada: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    tenantId = await addTenant(server.db.database);
    alex = await server.person({ tenantId, firstName: "Alex", lastName: "Admin", role: "ADMIN" });
    ada = await server.person({ tenantId, firstName: "Ada", lastName: "Agent", role: "AGENT" });
  });

  const change = (who: TestClient, body: object, by = alex) =>
    by.ask("PATCH", `/api/tenant/users/${who.id}`, body);
  const lastAdmin = { status: 403, body: { code: "forbidden" } };

  it("is listed with roles, and with those whom the queue rings", async () => {
    expect((await alex.ask("GET", "/api/tenant/users")).body).toMatchObject([
      { firstName: "Alex", role: "ADMIN", takesQueueCalls: false, invitedAt: null },
      { firstName: "Ada", role: "AGENT", takesQueueCalls: true, invitedAt: null },
    ]);
  });

  it("gets other roles, which count from the next request on", async () => {
    expect((await change(ada, { role: "ADMIN" })).body).toMatchObject({
      role: "ADMIN",
      takesQueueCalls: false,
    });
    expect((await ada.ask("GET", "/api/tenant/settings")).status).toBe(200);
    expect((await change(alex, { role: "AGENT" }, ada)).body).toMatchObject({
      role: "AGENT",
      takesQueueCalls: true,
    });
    expect((await alex.ask("GET", "/api/tenant/settings")).status).toBe(403);
  });

  it("takes calls of the queue as an admin says, whatever the role, until that is taken back", async () => {
    await change(ada, { takesQueueCalls: false });
    expect((await change(ada, { role: "SUPERVISOR" })).body.takesQueueCalls).toBe(false);
    await change(ada, { takesQueueCalls: true });
    expect((await change(ada, { role: "ADMIN" })).body.takesQueueCalls).toBe(true);
    expect((await change(ada, { takesQueueCalls: null })).body.takesQueueCalls).toBe(false);
  });

  it("keeps an admin: the last one is not lowered, also when two lower one another at once", async () => {
    expect(await change(alex, { role: "SUPERVISOR" })).toMatchObject(lastAdmin);
    expect(await change(alex, { role: "ADMIN", takesQueueCalls: true })).toMatchObject({
      status: 200,
    });
    await change(ada, { role: "ADMIN" });
    const replies = await Promise.all([
      change(ada, { role: "AGENT" }, alex),
      change(alex, { role: "AGENT" }, ada),
      alex.ask("DELETE", `/api/tenant/users/${ada.id}`),
      ada.ask("DELETE", `/api/tenant/users/${alex.id}`),
    ]);
    expect(replies.some(({ status }) => status === 200)).toBe(true);
    expect(
      await server.db.database.user.count({
        where: { tenantId, role: "ADMIN", deactivatedAt: null },
      }),
    ).toBe(1);
  });

  it("does not count an admin who has only been invited", async () => {
    await alex.ask("POST", "/api/tenant/users", {
      email: `${crypto.randomUUID()}@acme.test`,
      firstName: "Ivy",
      lastName: "Invited",
      role: "ADMIN",
    });
    expect(await change(alex, { role: "AGENT" })).toMatchObject(lastAdmin);
    expect(await alex.ask("DELETE", `/api/tenant/users/${alex.id}`)).toMatchObject(lastAdmin);
  });

  it("lets admins remove themselves, if another one is left", async () => {
    await change(ada, { role: "ADMIN" });
    expect((await alex.ask("DELETE", `/api/tenant/users/${alex.id}`)).status).toBe(200);
    expect((await alex.ask("GET", "/api/voip/me")).status).toBe(403);
  });

  it("is for its own admins to change", async () => {
    const other = await addTenant(server.db.database);
    const gwen = await server.person({ tenantId: other, firstName: "Gwen", role: "ADMIN" });
    expect(await change(ada, { role: "ADMIN" }, gwen)).toMatchObject({
      status: 404,
      body: { code: "person_not_found" },
    });
    const carl = await server.person({ tenantId, firstName: "Carl", role: null });
    expect((await change(carl, { role: "ADMIN" })).status).toBe(404);
    for (const who of [ada, carl])
      expect((await change(who, { role: "ADMIN" }, who)).status).toBe(403);
  });

  it("answers a customer who calls nobody in particular where nobody takes such calls", async () => {
    await change(ada, { takesQueueCalls: false });
    const carl = await server.person({ tenantId, firstName: "Carl", role: null });
    expect(await carl.ask("POST", "/api/voip/start-call", {})).toMatchObject({
      status: 409,
      body: { code: "no_agent" },
    });
  });

  it("rings who has just been told to take calls last, after those who wait longer", async () => {
    const desk = { "Synapse-Device": "desk" };
    const carl = await server.person({ tenantId, firstName: "Carl", role: null });
    await alex.ask("PUT", "/api/voip/presence", { feed: "realtime" }, desk);
    server.clock.advance(1_000);
    await ada.ask("PUT", "/api/voip/presence", { feed: "realtime" }, desk);
    server.clock.advance(1_000);
    await change(alex, { takesQueueCalls: true });
    const { body } = await carl.ask("POST", "/api/voip/start-call", {}, desk);
    expect((await ada.ask("GET", "/api/voip/calls/live")).body.calls).toMatchObject([
      { id: body.callId, status: "RINGING" },
    ]);
  });
});
