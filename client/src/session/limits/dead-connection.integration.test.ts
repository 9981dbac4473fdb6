import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@supabase/supabase-js";
import { callHistory } from "@synapse-voice/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSilentProxy, type SilentProxy } from "../../testing/silent-proxy.ts";
import { createRequest } from "../http.ts";
import { createLimitedFetch } from "./limited-fetch.ts";

// Real connections that die without notice, under the unmodified supabase-js and our own requests.

const tokenOf = (expiresAtSeconds: number): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part({ sub: "ada", exp: expiresAtSeconds })}.x`;
};

/** Waits until Node offers the connection to the next request, instead of opening another one. */
const connectionIsIdle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

let server: Server;
let proxy: SilentProxy;
let seen: string[];
let lifetimeSeconds: number;

beforeEach(async () => {
  seen = [];
  lifetimeSeconds = 60;
  server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.setHeader("content-type", "application/json");
    if (!request.url?.includes("/token")) return void response.end("[]");
    const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    const user = { id: "ada", aud: "authenticated", email: "ada@acme.test" };
    const session = { token_type: "bearer", refresh_token: "refresh", user };
    response.end(
      JSON.stringify({
        ...session,
        access_token: tokenOf(expiresAt),
        expires_in: lifetimeSeconds,
        expires_at: expiresAt,
      }),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await startSilentProxy((server.address() as AddressInfo).port);
});
afterEach(() => {
  proxy.close();
  server.closeAllConnections();
  server.close();
});

describe("a connection that died without notice", () => {
  it("delays a new token by the limit of one attempt, and everybody who waits for it", async () => {
    const supabase = createClient(`http://127.0.0.1:${proxy.port}`, "key", {
      auth: { autoRefreshToken: false, persistSession: false },
      global: { fetch: createLimitedFetch() },
    });
    await supabase.auth.signInWithPassword({ email: "ada@acme.test", password: "demo" });
    proxy.silence();
    lifetimeSeconds = 3_600;
    // In the last 90 s of a token, every `getSession()` waits for its renewal.
    const startedAt = Date.now();
    const [first, second] = await Promise.all([
      supabase.auth.getSession(),
      supabase.auth.getSession(),
    ]);
    expect(Date.now() - startedAt).toBeLessThan(12_000);
    const validForSeconds = (first.data.session?.expires_at ?? 0) - startedAt / 1000;
    expect(validForSeconds).toBeGreaterThan(3_000);
    expect(second.data.session?.access_token).toBe(first.data.session?.access_token);
    expect(proxy.connections()).toBe(2);
  });

  it("fails a request that must not be repeated at the same limit", async () => {
    const limited = createLimitedFetch();
    const url = `http://127.0.0.1:${proxy.port}/auth/v1/invite`;
    await (await limited(url, { method: "POST", body: "{}" })).text();
    await connectionIsIdle();
    proxy.silence();
    const startedAt = Date.now();
    await expect(limited(url, { method: "POST", body: "{}" })).rejects.toThrow(
      "aborted due to timeout",
    );
    expect(Date.now() - startedAt).toBeLessThan(9_000);
    expect(seen).toHaveLength(1);
  });

  it("fails a request of the client within 10 s, and the next one works", async () => {
    const request = createRequest({
      apiUrl: `http://127.0.0.1:${proxy.port}`,
      deviceId: "device",
      getToken: async () => "token",
    });
    await request(callHistory);
    await connectionIsIdle();
    proxy.silence();
    const startedAt = Date.now();
    await expect(request(callHistory)).rejects.toMatchObject({ code: "network" });
    expect(Date.now() - startedAt).toBeLessThan(11_000);
    expect(await request(callHistory)).toEqual([]);
  });
});
