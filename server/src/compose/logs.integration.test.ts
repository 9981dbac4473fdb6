import { createHash, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "@synapse-voice/platform/log";
import {
  ask,
  startTestServer,
  testSettings,
  type TestClient,
  type TestServer,
} from "../testing/server-for-tests.ts";
import { webhookPath } from "../webhooks/livekit-webhook.ts";

/** A word in every name, address, text and secret that is sent. */
const canary = "Kanarienvogel";

describe("the log", () => {
  const lines: string[] = [];
  const sent: string[] = [];
  let server: TestServer;
  let agent: TestClient;
  let customer: TestClient;
  let admin: TestClient;

  beforeAll(async () => {
    const log = createLog("trace", { write: (line: string) => void lines.push(line) });
    server = await startTestServer(undefined, (deps) => ({
      log,
      customerStore: {
        ...deps.customerStore,
        find: async (tenantId, words, limit) => {
          if (!words.includes("boom")) return deps.customerStore.find(tenantId, words, limit);
          // Databases write their messages like this.
          throw Object.assign(
            new Error(`invalid input "${canary}" near '${canary}' Key (email)=(${canary}@x.test)`, {
              cause: new Error(`for ${canary}@x.test`),
            }),
            { detail: canary, meta: { target: canary } },
          );
        },
      },
    }));
    const person = (name: string, role: "ADMIN" | "AGENT" | null) =>
      server.person({
        firstName: `${name}${canary}`,
        lastName: canary,
        email: `${name}@${canary}.test`,
        role,
      });
    [agent, customer, admin] = [
      await person("Ada", "AGENT"),
      await person("Carl", null),
      await person("Alex", "ADMIN"),
    ];
    sent.push(agent.token, customer.token, admin.token);
  });
  afterAll(() => server?.close());

  const webhook = async (event: object, secret: string): Promise<number> => {
    const body = JSON.stringify(event);
    const token = await new SignJWT({ sha256: createHash("sha256").update(body).digest("base64") })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(testSettings.LIVEKIT_API_KEY)
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(secret));
    sent.push(token);
    return (
      await fetch(`${server.url}${webhookPath}`, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/webhook+json", Authorization: token },
      })
    ).status;
  };

  it("tells of a whole call, and of all that can go wrong, by ids alone", async () => {
    const names = { firstName: canary, lastName: canary };
    const signUp = (email: string, password: string) =>
      ask(
        server.url,
        null,
        "POST",
        "/api/auth/signup",
        { email, password, ...names, tenantName: canary },
        { "X-Forwarded-For": "198.51.100.77" },
      );
    const statuses = [
      (await signUp(`new@${canary}.test`, `${canary}-password`)).status,
      (await signUp(`new@${canary}.test`, `${canary}-password`)).status,
      (await signUp(canary, canary)).status,
      (await agent.ask("PUT", "/api/voip/presence", {}, { "User-Agent": canary })).status,
      (await customer.ask("POST", "/api/voip/callbacks", { topic: `about ${canary}` })).status,
      (
        await admin.ask("POST", "/api/tenant/customers", {
          email: `invited@${canary}.test`,
          ...names,
        })
      ).status,
      (await admin.ask("POST", "/api/tenant/users", { email: `agent@${canary}.test`, ...names }))
        .status,
      (await agent.ask("GET", `/api/voip/customers?query=${canary}`)).status,
      (await agent.ask("GET", "/api/voip/customers?query=boom")).status,
      (await agent.ask("GET", `/api/${canary}?access_token=${agent.token}`)).status,
      (
        await agent.ask("POST", `/api/voip/calls/${canary}/accept?${canary}=${canary}`, {
          [canary]: canary,
        })
      ).status,
      (await ask(server.url, `${canary}.${canary}.${canary}`, "GET", "/api/voip/me")).status,
      (await agent.ask("GET", "/api/voip/me", undefined, { Origin: `https://${canary}.test` }))
        .status,
    ];
    expect(statuses).toEqual([201, 201, 400, 200, 201, 201, 201, 200, 500, 404, 400, 401, 403]);

    const started = await customer.ask(
      "POST",
      "/api/voip/start-call",
      { calleeSupabaseId: agent.id, callerName: canary },
      { "Idempotency-Key": canary },
    );
    const { callId, roomName, callerToken, calleeToken } = started.body;
    sent.push(callerToken, calleeToken);
    const accepted = await agent.ask("POST", `/api/voip/calls/${callId}/accept`);
    sent.push(accepted.body.media.token);
    const joined = {
      event: "participant_joined",
      id: randomUUID(),
      room: { name: roomName },
      participant: {
        identity: `${agent.id}:${canary}`,
        sid: canary,
        name: canary,
        metadata: canary,
      },
    };
    expect([
      await webhook(joined, testSettings.LIVEKIT_API_SECRET),
      await webhook(joined, "another-secret-of-32-characters-or-more"),
    ]).toEqual([200, 401]);
    server.media.available = false;
    expect((await agent.ask("POST", `/api/voip/calls/${callId}/hang-up`)).status).toBe(200);
    await server.app.sweeper.sweep();

    const wanted = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(wanted.filter(({ msg }) => msg === "request").length).toBeGreaterThanOrEqual(
      statuses.length + 5,
    );
    for (const line of wanted.filter(({ msg }) => msg === "request"))
      expect(line).toMatchObject({ requestId: expect.any(String), endpoint: expect.any(String) });
    // A call can be followed from its request.
    const calls = wanted.filter(({ callId: id }) => id === callId);
    expect(calls.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(["call started", "call changed", "request"]),
    );
    for (const { msg, requestId } of calls)
      expect([msg, typeof requestId]).toEqual([msg, "string"]);
    expect(wanted).toContainEqual(
      expect.objectContaining({
        msg: "unexpected error",
        requestId: expect.any(String),
        err: expect.objectContaining({
          type: "Error",
          stack: expect.arrayContaining([expect.stringContaining("logs.integration.test.ts")]),
        }),
      }),
    );

    const secrets = [
      canary,
      "198.51.100.77",
      ...sent,
      ...sent.map((token) => token.split(".").at(-1) ?? token),
      testSettings.LIVEKIT_API_SECRET,
    ];
    const leaking = lines.filter((line) =>
      secrets.some((secret) => line.toLowerCase().includes(secret.toLowerCase())),
    );
    expect(leaking).toEqual([]);
  });

  it("would be caught telling", () => {
    const written: string[] = [];
    createLog("trace", { write: (line: string) => void written.push(line) }).info(
      { name: canary },
      "telling",
    );
    expect(written.join("")).toContain(canary);
  });
});
