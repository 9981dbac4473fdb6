import { addTenant } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("agents and presence over HTTP", () => {
  let server: TestServer;
  let ada: TestClient;
  let grace: TestClient;
  let carl: TestClient;
  let gus: TestClient;
  const desk = { "Synapse-Device": "desk" };
  const agents = async (who: TestClient, query = "") =>
    (await who.ask("GET", `/api/voip/agents/available${query}`)).body;

  beforeAll(async () => {
    server = await startTestServer();
    const globex = await addTenant(server.db.database, "Globex");
    ada = await server.person({
      firstName: "Ada",
      lastName: "Agent",
      email: "ada@acme.test",
      role: "AGENT",
    });
    grace = await server.person({
      firstName: "Grace",
      lastName: "Agent",
      email: "grace@acme.test",
      role: "SUPERVISOR",
    });
    carl = await server.person({ firstName: "Carl", role: null });
    gus = await server.person({ firstName: "Gus", role: "AGENT", tenantId: globex });
  });
  afterAll(() => server?.close());

  it("lists the tenant's CRM users in the shape of the system that we replace, with two fields more", async () => {
    await ada.ask("PUT", "/api/voip/presence", {}, desk);
    expect(await agents(carl)).toEqual([
      {
        supabaseUserId: ada.id,
        firstName: "Ada",
        lastName: "",
        email: "",
        role: "AGENT",
        reachable: true,
        state: "available",
      },
      {
        supabaseUserId: grace.id,
        firstName: "Grace",
        lastName: "",
        email: "",
        role: "AGENT",
        reachable: false,
        state: "offline",
      },
    ]);
    expect(await agents(ada)).toMatchObject([
      { lastName: "Agent", email: "ada@acme.test", role: "AGENT" },
      { lastName: "Agent", email: "grace@acme.test", role: "SUPERVISOR", takesQueueCalls: false },
    ]);
    expect(await agents(carl, "?reachable=true")).toMatchObject([{ supabaseUserId: ada.id }]);
  });

  it("takes in several devices of one agent that appear in the same instant", async () => {
    for (let round = 0; round < 25; round += 1) {
      const agent = await server.person({ firstName: "Many", role: "AGENT" });
      const devices = ["desk", "tab", "phone", "home"].map((device) =>
        agent.ask("PUT", "/api/voip/presence", { feed: "realtime" }, { "Synapse-Device": device }),
      );
      expect((await Promise.all(devices)).map(({ status }) => status)).toEqual([
        200, 200, 200, 200,
      ]);
      await server.db.database.user.updateMany({
        where: { supabaseUserId: agent.id },
        data: { deactivatedAt: new Date(server.clock.now()) },
      });
    }
  });

  it("stores the last fifty devices of an agent, however many appear at once", async () => {
    const agent = await server.person({ firstName: "Flo", role: "AGENT" });
    const count = () =>
      server.db.database.agentDevice.count({ where: { supabaseUserId: agent.id } });
    const appear = (method: string, turn: number) =>
      agent.ask(method, "/api/voip/presence", method === "PUT" ? {} : undefined, {
        "Synapse-Device": `${method}-${turn}`,
      });
    for (const method of ["PUT", "DELETE", "PUT"]) {
      for (let round = 0; round < 4; round += 1) {
        const replies = Array.from({ length: 40 }, (_, turn) => appear(method, round * 40 + turn));
        expect(new Set((await Promise.all(replies)).map(({ status }) => status))).toEqual(
          new Set([200]),
        );
      }
      expect(await count()).toBe(50);
    }
    server.clock.advance(1_000);
    expect((await agent.ask("PUT", "/api/voip/presence", {}, desk)).body.state).toBe("available");
    expect(await count()).toBe(50);
    expect(
      await server.db.database.agentDevice.count({
        where: { supabaseUserId: agent.id, deviceId: "desk" },
      }),
    ).toBe(1);
    await server.db.database.user.updateMany({
      where: { supabaseUserId: agent.id },
      data: { deactivatedAt: new Date(server.clock.now()) },
    });
  });

  it("shows another tenant only its own", async () => {
    expect(await agents(gus)).toMatchObject([{ supabaseUserId: gus.id }]);
  });

  it("answers a presence with what was recorded, the server's time and the live calls", async () => {
    const reply = await ada.ask(
      "PUT",
      "/api/voip/presence",
      { state: "away", feed: "realtime" },
      desk,
    );
    const now = server.clock.now();
    expect(reply).toMatchObject({
      status: 200,
      body: {
        deviceId: "desk",
        state: "away",
        leaseUntil: new Date(now + 25_000).toISOString(),
        serverTime: new Date(now).toISOString(),
        calls: [],
      },
    });
  });

  it("offers a waiting call to the agent who appears, in the very reply", async () => {
    await ada.ask("DELETE", "/api/voip/presence", undefined, desk);
    const { body: started } = await carl.ask("POST", "/api/voip/start-call", {});
    expect(started.call.status).toBe("QUEUED");
    const { body } = await ada.ask("PUT", "/api/voip/presence", {}, desk);
    expect(body.calls).toMatchObject([
      { id: started.callId, status: "RINGING", offer: { outcome: null } },
    ]);
    await carl.ask("POST", `/api/voip/calls/${started.callId}/cancel`);
  });

  it("has no presence for customers, and refuses fields that it does not know", async () => {
    expect(await carl.ask("PUT", "/api/voip/presence", {})).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(await ada.ask("PUT", "/api/voip/presence", { status: "available" })).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
    expect(await ada.ask("GET", "/api/voip/agents/available?reachable=perhaps")).toMatchObject({
      status: 400,
    });
  });

  it("keeps agents' emails from customers where the tenant wants it", async () => {
    const admin = await server.person({ firstName: "Alex", lastName: "Zed", role: "ADMIN" });
    await admin.ask("PATCH", "/api/tenant/settings", { hideAgentEmails: true });
    expect((await agents(carl)).map((agent: { email: string }) => agent.email)).toEqual([
      "",
      "",
      "",
    ]);
    expect((await agents(ada))[0].email).toBe("ada@acme.test");
  });
});
