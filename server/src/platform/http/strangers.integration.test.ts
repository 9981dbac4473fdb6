import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ask,
  startTestServer,
  testSettings,
  tokenFor,
  type TestClient,
  type TestServer,
} from "../../testing/server-for-tests.ts";
import { webhookPath } from "../../webhooks/livekit-webhook.ts";

const allowed = 20;
const otherSecret = "another-secret-for-tests-of-32-characters-or-more";

interface Attack {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const signedWebhook = (body: string, secret = testSettings.LIVEKIT_API_SECRET) =>
  new SignJWT({ sha256: createHash("sha256").update(body).digest("base64") })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(testSettings.LIVEKIT_API_KEY)
    .setNotBefore("0s")
    .setExpirationTime("5m")
    .sign(new TextEncoder().encode(secret));

describe("requests of strangers", () => {
  let server: TestServer;
  let ada: TestClient;
  let address: string;
  let addresses = 0;

  beforeAll(async () => {
    server = await startTestServer(
      undefined,
      {},
      { RATE_LIMITS: `requests_address=${allowed}`, TRUST_PROXY: "1" },
    );
    ada = await server.person({ firstName: "Ada", role: "AGENT" });
  });
  afterAll(() => server?.close());
  beforeEach(() => void (address = `203.0.113.${(addresses += 1)}`));

  const send = async ({ method, path, token, body, headers = {} }: Attack, from = address) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        "X-Forwarded-For": from,
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, code: JSON.parse(text).code };
  };
  const flood = async (attack: Attack) => {
    const replies = [];
    for (let round = 0; round < 3; round += 1)
      replies.push(...(await Promise.all(Array.from({ length: allowed }, () => send(attack)))));
    return replies;
  };
  const webhook = (token: string, body = "{}"): Attack => ({
    method: "POST",
    path: webhookPath,
    body,
    headers: { "Content-Type": "application/webhook+json", Authorization: token },
  });
  const me = { method: "GET", path: "/api/voip/me" };
  const start = { method: "POST", path: "/api/voip/start-call" };
  const json = { "Content-Type": "application/json" };
  const now = () => server.clock.now();

  it.each<[string, string, () => Promise<Attack>]>([
    ["without a token", "401 token_missing", async () => me],
    ["with nonsense for a token", "401 token_invalid", async () => ({ ...me, token: "nonsense" })],
    [
      "with a forged token",
      "401 token_invalid",
      async () => ({
        ...me,
        token: await new SignJWT({ role: "authenticated", sub: ada.id })
          .setProtectedHeader({ alg: "HS256" })
          .sign(new TextEncoder().encode(otherSecret)),
      }),
    ],
    [
      "with the project's public key",
      "403 not_provisioned",
      async () => ({ ...me, token: await tokenFor(ada.id, now() + 60_000, { role: "anon" }) }),
    ],
    [
      "with an expired token",
      "401 token_expired",
      async () => ({ ...me, token: await tokenFor(ada.id, now() - 60_000) }),
    ],
    ["to unknown paths", "404 not_found", async () => ({ method: "GET", path: "/wp-login.php" })],
    ["with an unknown method", "405 method_not_allowed", async () => ({ ...me, method: "PUT" })],
    [
      "with a broken body",
      "400 invalid_request",
      async () => ({ ...start, body: "{", headers: json }),
    ],
    [
      "with a large body",
      "413 body_too_large",
      async () => ({ ...start, body: `"${"x".repeat(40_000)}"`, headers: json }),
    ],
    ["with an unsigned webhook", "401 webhook_unverified", async () => webhook("")],
    [
      "with a forged webhook",
      "401 webhook_unverified",
      async () => webhook(await signedWebhook("{}", otherSecret)),
    ],
    [
      "with a webhook of another type",
      "415 unsupported_media_type",
      async () => ({ ...webhook(""), headers: json }),
    ],
  ])("%s are limited by address, without a statement", async (_how, answer, make) => {
    const attack = await make();
    await send({ method: "GET", path: "/nowhere" }, "198.51.100.1");
    server.statements.length = 0;
    const replies = await flood(attack);
    const refused = replies.filter(({ status }) => status === 429);
    const others = replies.filter(({ status }) => status !== 429);
    expect(new Set(others.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set([answer]),
    );
    expect([others.length, refused.length]).toEqual([allowed, 2 * allowed]);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["rate_limited"]));
    expect(server.statements).toEqual([]);
    for (const { headers } of refused)
      expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(`${(await send(attack, "198.51.100.2")).status}`).toBe(answer.slice(0, 3));
  });

  it("take nothing from others of the same address", async () => {
    for (const attack of [me, { ...me, token: "nonsense" }, webhook(""), start])
      await flood(attack);
    expect(await send(me)).toMatchObject({ status: 429 });
    const from = { "X-Forwarded-For": address };
    for (let turn = 0; turn < allowed; turn += 1)
      expect((await ada.ask("GET", "/api/voip/me", undefined, from)).status).toBe(200);
    expect((await ada.ask("GET", "/healthz", undefined, from)).status).toBe(200);
    expect((await ask(server.url, null, "GET", "/readyz", undefined, from)).status).toBe(200);
    const event = JSON.stringify({ event: "room_finished", id: "e", createdAt: "1" });
    expect(await send(webhook(await signedWebhook(event), event))).toMatchObject({ status: 200 });
    const signUp = {
      email: `${crypto.randomUUID()}@test.test`,
      password: "long-enough-for-anyone",
      firstName: "Sam",
      lastName: "Sign",
      tenantName: "Many",
    };
    expect((await ask(server.url, null, "POST", "/api/auth/signup", signUp, from)).status).toBe(
      201,
    );
  });

  it("don't keep a client from learning that its own token has expired", async () => {
    await flood({ ...me, token: await tokenFor(ada.id, now() - 60_000) });
    await flood(me);
    const own = await tokenFor(ada.id, now() - 30_000);
    expect(await send({ ...me, token: own })).toMatchObject({ status: 401, code: "token_expired" });
  });
});
