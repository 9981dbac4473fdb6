import { afterEach, describe, expect, it } from "vitest";
import {
  startServerWithAccounts,
  type ServerWithAccounts,
} from "./testing/server-with-accounts.ts";

const jwtSecret = "the-shared-secret-of-an-older-project-with-40-characters";
const email = "alex@acme.test";
const otherIssuer = "https://auth.acme.test";

describe("access tokens of a self-hosted project", () => {
  let on: ServerWithAccounts;
  afterEach(() => on?.close());

  const statusNow = async () => (await (await on.signIn(email)).ask("GET", "/api/voip/me")).status;
  const rejections = () =>
    on
      .output()
      .split("\n")
      .filter((line) => line.includes("access token rejected"));

  it("that name another issuer than expected, or none, get 401, and the log says why once", async () => {
    on = await startServerWithAccounts();
    expect((await (await on.signUp(email)).ask("GET", "/api/voip/me")).status).toBe(200);
    await on.gateway.restart({ tokenIssuer: null });
    const { token, ask } = await on.signIn(email);
    expect(await ask("GET", "/api/voip/me")).toMatchObject({
      status: 401,
      body: { code: "token_invalid" },
    });
    await expect.poll(rejections).toHaveLength(1);
    expect(JSON.parse(rejections()[0]!)).toMatchObject({
      reason: "the issuer is not an expected one",
      expected: { issuer: [`${on.gateway.url}/auth/v1`], alg: ["ES256", "RS256"] },
      received: { issuer: "none", alg: "ES256", kid: expect.stringMatching(/^[\w-]{20,}$/u) },
    });
    await on.gateway.restart({ tokenIssuer: otherIssuer });
    for (const _ of ["once", "twice"]) expect(await statusNow()).toBe(401);
    expect(rejections()).toHaveLength(1);
    for (const part of token.split(".")) expect(on.output()).not.toContain(part);
  });

  it("are accepted where the settings name that issuer, or allow none", async () => {
    on = await startServerWithAccounts(
      { tokenIssuer: null },
      { SUPABASE_JWT_ISSUER: `none, ${otherIssuer}` },
    );
    await on.signUp(email);
    expect(await statusNow()).toBe(200);
    await on.gateway.restart({ tokenIssuer: otherIssuer });
    expect(await statusNow()).toBe(200);
    await on.gateway.restart({ tokenIssuer: "https://another.test" });
    expect(await statusNow()).toBe(401);
  });

  it("stay valid while the project moves from a shared secret to a key pair", async () => {
    on = await startServerWithAccounts(
      { jwtSecret, signWithSecret: true },
      { SUPABASE_JWT_SECRET: jwtSecret },
    );
    const before = await on.signUp(email);
    const client = on.gateway.client();
    await client.auth.signInWithPassword({ email, password: "Correct1horse" });
    expect((await before.ask("GET", "/api/voip/me")).status).toBe(200);

    await on.gateway.restart({ signWithSecret: false });
    expect(await statusNow()).toBe(200);
    expect((await before.ask("GET", "/api/voip/me")).status).toBe(200);
    const { data } = await client.auth.refreshSession();
    expect((await on.as(data.session!.access_token).ask("GET", "/api/voip/me")).status).toBe(200);
    expect(rejections()).toEqual([]);
  });

  it("of the shared secret are worth nothing to a server without it", async () => {
    on = await startServerWithAccounts({ jwtSecret, signWithSecret: true });
    const { ask } = await on.signUp(email);
    expect((await ask("GET", "/api/voip/me")).status).toBe(401);
    await expect.poll(rejections).toHaveLength(1);
    expect(JSON.parse(rejections()[0]!)).toMatchObject({
      expected: { alg: ["ES256", "RS256"] },
      received: { alg: "HS256" },
    });
    await on.gateway.restart({ signWithSecret: false });
    expect(await statusNow()).toBe(200);
  });
});
