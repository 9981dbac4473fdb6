import {
  callHistory,
  changeRecording,
  endpoints,
  everyone,
  giveRecordingConsent,
  saveCallNotes,
  startCall,
  type Caller,
  type Endpoint,
} from "@synapse-voice/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  startTestServer,
  tokenFor,
  type TestClient,
  type TestServer,
} from "../testing/server-for-tests.ts";

const secured = endpoints
  .filter(({ who }) => who !== "public")
  .map((endpoint) => ({ name: `${endpoint.method} ${endpoint.path}`, endpoint }));
const roles: readonly Caller[] = everyone;
/** Bodies of endpoints that accept no request without one. */
const acceptedBodies = new Map<Endpoint, (agentId: string) => object>([
  [startCall, (calleeSupabaseId) => ({ calleeSupabaseId })],
  [saveCallNotes, () => ({ notes: "x", version: 0 })],
  [giveRecordingConsent, () => ({ agreed: true, wordingId: "ask-1", language: "en" })],
  [changeRecording, () => ({ legalHold: true })],
]);

describe("who may what", () => {
  let server: TestServer;
  let people: Record<Caller, TestClient>;
  let foreigner: TestClient;
  let ids: { call: string; agent: string; callback: string };

  beforeAll(async () => {
    server = await startTestServer();
    const person = (firstName: string, role: Caller) =>
      server.person({ firstName, role: role === "CUSTOMER" ? null : role });
    people = {
      ADMIN: await person("Alex", "ADMIN"),
      SUPERVISOR: await person("Sue", "SUPERVISOR"),
      AGENT: await person("Ada", "AGENT"),
      CUSTOMER: await person("Carl", "CUSTOMER"),
    };
    const globex = (
      await server.db.database.tenant.create({ data: { name: "Globex", createdAt: new Date() } })
    ).id;
    foreigner = await server.person({ tenantId: globex, firstName: "Gus", role: "ADMIN" });
    const { callId } = (
      await people.CUSTOMER.ask("POST", "/api/voip/start-call", {
        calleeSupabaseId: people.AGENT.id,
      })
    ).body;
    const callback = (
      await people.CUSTOMER.ask("POST", "/api/voip/callbacks", { topic: "About Acme" })
    ).body;
    ids = { call: callId, agent: people.AGENT.id, callback: callback.id };
  });
  afterAll(() => server?.close());

  /** Returns the endpoint's path with real ids of the first tenant. */
  const addressOf = ({ path }: Endpoint) =>
    path
      .replace(":callId", ids.call)
      .replace(":supabaseUserId", ids.agent)
      .replace(":callbackId", ids.callback);
  /** Returns a body that every schema refuses. The role is checked before the body. */
  const refusedBody = ({ method }: Endpoint) =>
    method === "GET" ? undefined : { "not a field": true };

  it("covers every endpoint of the contract", () => {
    expect(secured.length).toBeGreaterThanOrEqual(17);
    const served = server.app.routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
    expect(served).toEqual(
      expect.arrayContaining(endpoints.map(({ method, path }) => `${method} ${path}`)),
    );
  });

  it.each(secured)("$name: exactly the roles of the contract", async ({ endpoint }) => {
    const query = endpoint.method === "GET" ? "?not-a-field=1" : "";
    const seen = await Promise.all(
      roles.map(async (role) => [
        role,
        (
          await people[role].ask(
            endpoint.method,
            `${addressOf(endpoint)}${query}`,
            refusedBody(endpoint),
          )
        ).body.code,
      ]),
    );
    expect(seen).toEqual(
      roles.map((role) => [role, endpoint.who.includes(role) ? "invalid_request" : "forbidden"]),
    );
  });

  it.each(secured)(
    "$name: nobody without a valid token of a provisioned person",
    async ({ endpoint }) => {
      const code = async (token: string | null) =>
        (await ask(server.url, token, endpoint.method, addressOf(endpoint))).body.code;
      const now = server.clock.now();
      expect([
        await code(null),
        await code("nonsense"),
        await code(await tokenFor(people.ADMIN.id, now - 1_000)),
        await code(await tokenFor("00000000-0000-4000-8000-000000000000", now + 60_000)),
        await code(await tokenFor(people.ADMIN.id, now + 60_000, { role: "service_role" })),
        await code(await tokenFor(people.ADMIN.id, now + 60_000, { is_anonymous: true })),
      ]).toEqual([
        "token_missing",
        "token_invalid",
        "token_expired",
        "not_provisioned",
        "not_provisioned",
        "not_provisioned",
      ]);
    },
  );

  it.each(secured)("$name: nothing of another tenant", async ({ endpoint }) => {
    const before = await server.db.database.callLog.findUniqueOrThrow({ where: { id: ids.call } });
    const body = acceptedBodies.get(endpoint)?.(ids.agent);
    const query = endpoint === callHistory ? `?before=${ids.call}` : "";
    const reply = await foreigner.ask(endpoint.method, `${addressOf(endpoint)}${query}`, body);
    const text = JSON.stringify(reply.body);
    for (const secret of [
      ids.call,
      ids.callback,
      ...Object.values(people).map(({ id }) => id),
      "Carl",
      "Ada",
      "Acme",
    ])
      expect(text).not.toContain(secret);
    expect(reply.status === 404 || !endpoint.path.includes(":")).toBe(true);
    expect(await server.db.database.callLog.findUniqueOrThrow({ where: { id: ids.call } })).toEqual(
      before,
    );
  });

  it("a page of another tenant can't act for this one", async () => {
    const { tenantId } = await server.db.database.person.findUniqueOrThrow({
      where: { supabaseUserId: people.CUSTOMER.id },
    });
    await server.db.database.tenant.update({
      where: { id: tenantId },
      data: { allowedOrigins: ["https://portal.acme.test"] },
    });
    const from = (person: TestClient) =>
      person.ask("GET", "/api/voip/me", undefined, { Origin: "https://portal.acme.test" });
    expect((await from(people.CUSTOMER)).status).toBe(200);
    expect(await from(foreigner)).toMatchObject({
      status: 403,
      body: { code: "origin_not_allowed" },
    });
  });

  it("no page of the desktop app's scheme can act, except the app's own", async () => {
    const from = async (origin: string) => {
      const reply = await people.AGENT.ask("GET", "/api/voip/me", undefined, { Origin: origin });
      return [reply.status, reply.headers.get("Access-Control-Allow-Origin")];
    };
    expect(await from("app://console")).toEqual([200, "app://console"]);
    for (const origin of [
      "app://evil",
      "app://consol",
      "app://console.evil",
      "app://console/",
      "app://console:80",
      "app://evil@console",
      "APP://console",
      "apps://console",
    ])
      expect([origin, ...(await from(origin))]).toEqual([origin, 403, null]);
  });

  it("an unknown call, a malformed one and another tenant's are the same 404", async () => {
    const replies = await Promise.all(
      [ids.call, "00000000-0000-4000-8000-000000000000", "nonsense"].map((id) =>
        foreigner.ask("POST", `/api/voip/calls/${id}/hang-up`),
      ),
    );
    expect(replies.map(({ status, body }) => ({ status, ...body, requestId: "" }))).toEqual(
      replies.map(() => ({ ...replies[0]!.body, requestId: "" })),
    );
  });
});
