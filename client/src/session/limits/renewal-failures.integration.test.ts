import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokenOf } from "../../feed/supabase-token.ts";
import { createLimitedFetch } from "./limited-fetch.ts";

// Renewals that fail, under the unmodified supabase-js, after the last token has expired: a laptop
// wakes up in a hotel, or a whole office shares the address that Auth limits.

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function answerWithToken(response: ServerResponse, lifetimeSeconds: number): void {
  const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  const token = `${part({ alg: "HS256" })}.${part({ sub: "ada", exp: expiresAt })}.x`;
  const user = { id: "ada", aud: "authenticated", email: "ada@acme.test" };
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      access_token: token,
      token_type: "bearer",
      refresh_token: "refresh",
      expires_in: lifetimeSeconds,
      expires_at: expiresAt,
      user,
    }),
  );
}

let server: Server;
let supabase: SupabaseClient;
/** Answers the next renewals, one each. Later ones get a token of an hour. */
let failures: { status: number; body: string }[];
let signOuts: number;

beforeEach(async () => {
  failures = [];
  signOuts = 0;
  server = createServer((request, response) => {
    if (request.url?.includes("grant_type=password")) return answerWithToken(response, -10);
    const failure = failures.shift();
    if (failure === undefined) return answerWithToken(response, 3_600);
    response.writeHead(failure.status, {
      "content-type": failure.body.startsWith("{") ? "application/json" : "text/html",
    });
    response.end(failure.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  supabase = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "key", {
    auth: { autoRefreshToken: false, persistSession: false },
    global: { fetch: createLimitedFetch() },
  });
  await supabase.auth.signInWithPassword({ email: "ada@acme.test", password: "demo" });
  supabase.auth.onAuthStateChange((event) => {
    if (event === "SIGNED_OUT") signOuts += 1;
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const page = "<h1>Sign in to this network</h1>";

describe("a renewal that Auth has not refused does not sign the person out", () => {
  it.each([
    ["a rate limit", 429, '{"code":429,"error_code":"over_request_rate_limit","msg":"Too many"}'],
    ["a rate limit of a proxy", 429, page],
    ["a firewall's page", 403, page],
    ["a captive portal's page", 511, page],
    ["a page of another server", 404, page],
    ["a gateway's own error", 401, '{"message":"Invalid authentication credentials"}'],
    ["an empty page that is no answer", 200, page],
  ])("%s (%i)", async (_, status, body) => {
    failures = [{ status, body }];
    expect(await tokenOf(supabase)()).not.toBe("");
    expect(signOuts).toBe(0);
  });
});

describe("a refusal of Auth signs the person out at once", () => {
  it.each([
    ["used before", 400, "refresh_token_already_used"],
    ["unknown", 400, "refresh_token_not_found"],
    ["over", 400, "session_expired"],
    ["of a banned person", 403, "user_banned"],
  ])("a session that is %s (%i)", async (_, status, code) => {
    failures = [{ status, body: JSON.stringify({ code: status, error_code: code, msg: code }) }];
    expect(await tokenOf(supabase)()).toBe("");
    expect(signOuts).toBe(1);
  });

  it("by an older Auth server", async () => {
    failures = [{ status: 400, body: '{"error":"invalid_grant","error_description":"Invalid"}' }];
    expect(await tokenOf(supabase)()).toBe("");
    expect(signOuts).toBe(1);
  });
});
