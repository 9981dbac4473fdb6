import { get as httpGet } from "node:http";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../../testing/gateway-for-tests.ts";

describe("requests to the gateway", () => {
  let on: TestGateway;

  beforeAll(async () => {
    on = await startTestGateway();
  });
  afterAll(() => on.stop());

  it("answers with the codes of the hosted service where a token is missing, broken or signed out", async () => {
    const get = async (token?: string) => {
      const headers: Record<string, string> = {
        apikey: "sb_publishable_local",
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      };
      const response = await fetch(`${on.url}/auth/v1/user`, { headers });
      return { status: response.status, body: await response.json() };
    };
    expect(await get()).toMatchObject({
      status: 401,
      body: { code: 401, error_code: "no_authorization" },
    });
    expect(await get("ey.broken.token")).toMatchObject({
      status: 403,
      body: { error_code: "bad_jwt" },
    });
    const { client } = await on.addPerson("signed-out@example.test");
    const token = (await client.auth.getSession()).data.session!.access_token;
    await client.auth.signOut();
    expect(await get(token)).toMatchObject({
      status: 403,
      body: { error_code: "session_not_found" },
    });
    const [header, , signature] = token.split(".");
    const claims = JSON.stringify({ ...decodeJwt(token), role: "service_role" });
    const forged = `${header}.${Buffer.from(claims).toString("base64url")}.${signature}`;
    expect(await get(forged)).toMatchObject({ status: 403, body: { error_code: "bad_jwt" } });
  });

  it("wants a key of the project", async () => {
    expect((await fetch(`${on.url}/auth/v1/user`)).status).toBe(401);
    expect(
      (await fetch(`${on.url}/auth/v1/user`, { headers: { apikey: "sb_publishable_other" } }))
        .status,
    ).toBe(401);
  });

  const preflightFrom = (Origin: string) =>
    fetch(`${on.url}/auth/v1/token`, {
      method: "OPTIONS",
      headers: { Origin, "Access-Control-Request-Headers": "apikey,x-client-info" },
    });

  it.each(["http://127.0.0.1:5173", "http://localhost:8080", "app://console"])(
    "lets pages of %s call",
    async (origin) => {
      const preflight = await preflightFrom(origin);
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
      expect(preflight.headers.get("access-control-allow-headers")).toBe("apikey,x-client-info");
    },
  );

  it.each([
    "https://elsewhere.example",
    "http://127.0.0.1.elsewhere.example",
    "http://localhost@elsewhere.example",
    "app://elsewhere",
    "app://console.elsewhere",
    "null",
  ])("lets no page of %s use the public keys", async (origin) => {
    expect((await preflightFrom(origin)).headers.get("access-control-allow-origin")).toBeNull();
  });

  it("takes no request of such a page either, whose answer it could not read", async () => {
    const headers = { Origin: "https://elsewhere.example", "content-type": "text/plain" };
    const forged = await fetch(
      `${on.url}/realtime/v1/api/broadcast/call-events:ada/events/call?private=true&apikey=sb_secret_local`,
      { method: "POST", headers, body: "{}" },
    );
    expect(forged.status).toBe(403);
  });

  it.each([
    ["https://elsewhere.example", 403],
    ["null", 403],
    ["app://elsewhere", 403],
    ["http://127.0.0.1:5173", 101],
    ["app://console", 101],
  ])("answers a page of %s that opens a socket with %i", async (Origin, expected) => {
    const upgrade = {
      Origin,
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "c3luYXBzZS12b2ljZS0xNg==",
    };
    const status = await new Promise((done, fail) => {
      const request = httpGet(`${on.url}/realtime/v1/websocket?apikey=sb_secret_local&vsn=2.0.0`, {
        headers: upgrade,
      });
      request.on("response", (response) => done(response.resume().statusCode));
      request.on("upgrade", (response, socket) => done((socket.destroy(), response.statusCode)));
      request.on("error", fail);
    });
    expect(status).toBe(expected);
  });

  it("answers texts that no database holds as mistakes of who sent them", async () => {
    const bodies = [
      '{"email":"a\\u0000@example.test","password":"long enough"}',
      '{"email":"b@example.test","password":"long enough","data":{"name":"\\u0000"}}',
      '{"email":"c@example.test","password":"long enough","data":{"name":"\\ud800"}}',
    ];
    for (const body of bodies) {
      const reply = await fetch(`${on.url}/auth/v1/signup`, {
        method: "POST",
        body,
        headers: { apikey: "sb_publishable_local", "Content-Type": "application/json" },
      });
      expect(reply.status).toBe(400);
    }
  });

  it("answers bodies that are not JSON", async () => {
    const response = await fetch(`${on.url}/auth/v1/signup`, {
      method: "POST",
      headers: { apikey: "sb_publishable_local", "content-type": "application/json" },
      body: "{",
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: { error_code: "bad_json" },
    });
  });
});
