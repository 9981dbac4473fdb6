import type { AuthError } from "@supabase/supabase-js";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soon } from "../../testing/soon.ts";
import {
  startTestGateway,
  testPassword,
  type TestGateway,
} from "../../testing/gateway-for-tests.ts";

describe("sign-up, sign-in and sessions with supabase-js", () => {
  let on: TestGateway;

  beforeAll(async () => {
    on = await startTestGateway({ refreshReuseSeconds: 0 });
  });
  afterAll(() => on.stop());

  const seen = (error: AuthError | null) => ({ status: error?.status, code: error?.code });

  it("signs a new person up and in at once", async () => {
    const client = on.client();
    const { data, error } = await client.auth.signUp({
      email: "New@Example.test",
      password: testPassword,
      options: { data: { name: "New" } },
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: "new@example.test",
      role: "authenticated",
      aud: "authenticated",
      user_metadata: { name: "New" },
      is_anonymous: false,
    });
    expect(data.session).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    expect((await client.auth.getUser()).data.user?.id).toBe(data.user?.id);
  });

  it("signs access tokens by a published ES256 key, with the claims of the hosted service", async () => {
    const { id, client } = await on.addPerson("claims@example.test");
    const { data } = await client.auth.getSession();
    const keys = createRemoteJWKSet(new URL(`${on.url}/auth/v1/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(data.session!.access_token, keys, {
      issuer: `${on.url}/auth/v1`,
      audience: "authenticated",
      algorithms: ["ES256"],
    });
    expect(protectedHeader.kid).toBeTypeOf("string");
    expect(payload).toMatchObject({
      sub: id,
      email: "claims@example.test",
      phone: "",
      role: "authenticated",
      aal: "aal1",
      amr: [{ method: "password", timestamp: expect.any(Number) }],
      session_id: expect.any(String),
      is_anonymous: false,
      app_metadata: { provider: "email" },
      user_metadata: {},
    });
    const claims = await client.auth.getClaims();
    expect(claims.data?.claims.sub).toBe(id);
    const user = await client.auth.getUser();
    expect(user.data.user?.identities).toMatchObject([{ provider: "email" }]);
  });

  it("keeps access tokens valid when the gateway is started again", async () => {
    const { id, client } = await on.addPerson("restart@example.test");
    await on.restart();
    expect((await client.auth.getUser()).data.user?.id).toBe(id);
  });

  it("refuses a wrong password and an unknown person alike", async () => {
    await on.addPerson("known@example.test");
    for (const email of ["known@example.test", "unknown@example.test"]) {
      const { error } = await on
        .client()
        .auth.signInWithPassword({ email, password: "wrong horse" });
      expect(seen(error)).toEqual({ status: 400, code: "invalid_credentials" });
    }
  });

  it("refuses a second sign-up with the same address", async () => {
    await on.addPerson("twice@example.test");
    expect(
      seen(
        (await on.client().auth.signUp({ email: "TWICE@example.test", password: testPassword }))
          .error,
      ),
    ).toEqual({ status: 422, code: "user_already_exists" });
    expect(
      seen((await on.admin().auth.admin.createUser({ email: "twice@example.test" })).error),
    ).toEqual({ status: 422, code: "email_exists" });
  });

  it("refuses weak passwords with the reason, and addresses that are none", async () => {
    const weak = (await on.client().auth.signUp({ email: "weak@example.test", password: "abc" }))
      .error;
    expect(seen(weak)).toEqual({ status: 422, code: "weak_password" });
    expect(weak).toMatchObject({ reasons: ["length"] });
    expect(
      seen((await on.client().auth.signUp({ email: "nonsense", password: testPassword })).error),
    ).toEqual({ status: 400, code: "validation_failed" });
  });

  it("signs anonymous people in, marked as such", async () => {
    const { data } = await on.client().auth.signInAnonymously();
    expect(data.user?.is_anonymous).toBe(true);
    expect(decodeJwt(data.session!.access_token)).toMatchObject({
      is_anonymous: true,
      role: "authenticated",
    });
  });

  it("trades a refresh token for the next one", async () => {
    const { client } = await on.addPerson("refresh@example.test");
    const before = (await client.auth.getSession()).data.session!;
    const { data, error } = await client.auth.refreshSession();
    expect(error).toBeNull();
    expect(data.session?.refresh_token).not.toBe(before.refresh_token);
    expect(decodeJwt(data.session!.access_token)["session_id"]).toBe(
      decodeJwt(before.access_token)["session_id"],
    );
  });

  it("lets a used refresh token count while its successor is unused, for an answer that was lost", async () => {
    const { client } = await on.addPerson("lost@example.test");
    const first = (await client.auth.getSession()).data.session!.refresh_token;
    await client.auth.refreshSession({ refresh_token: first });
    expect((await on.client().auth.refreshSession({ refresh_token: first })).error).toBeNull();
  });

  it("ends the session where a refresh token is used again later", async () => {
    const { client } = await on.addPerson("stolen@example.test");
    const first = (await client.auth.getSession()).data.session!.refresh_token;
    const second = (await client.auth.refreshSession({ refresh_token: first })).data.session!
      .refresh_token;
    const third = (await client.auth.refreshSession({ refresh_token: second })).data.session!
      .refresh_token;
    const used = { status: 400, code: "refresh_token_already_used" };
    expect(seen((await on.client().auth.refreshSession({ refresh_token: first })).error)).toEqual(
      used,
    );
    expect(seen((await on.client().auth.refreshSession({ refresh_token: third })).error)).toEqual(
      used,
    );
  });

  it("ends the session where a refresh token is used again later, also where a lost answer left a successor unused", async () => {
    const { client } = await on.addPerson("stolen-twice@example.test");
    const first = (await client.auth.getSession()).data.session!.refresh_token;
    await client.auth.refreshSession({ refresh_token: first });
    const second = (await on.client().auth.refreshSession({ refresh_token: first })).data.session!
      .refresh_token;
    await on.client().auth.refreshSession({ refresh_token: second });
    expect(seen((await on.client().auth.refreshSession({ refresh_token: first })).error)).toEqual({
      status: 400,
      code: "refresh_token_already_used",
    });
  });

  it("tells malformed from unknown refresh tokens", async () => {
    expect(seen((await on.client().auth.refreshSession({ refresh_token: "no" })).error)).toEqual({
      status: 400,
      code: "validation_failed",
    });
    expect(
      seen((await on.client().auth.refreshSession({ refresh_token: "abcdefabcdefabcdef" })).error),
    ).toEqual({ status: 400, code: "refresh_token_not_found" });
  });

  it("changes the person's own data and password, and signs the other sessions out", async () => {
    const { client } = await on.addPerson("own@example.test");
    const other = on.client();
    await other.auth.signInWithPassword({ email: "own@example.test", password: testPassword });
    expect(seen((await client.auth.updateUser({ password: testPassword })).error)).toEqual({
      status: 422,
      code: "same_password",
    });
    const { data } = await client.auth.updateUser({
      password: "another horse",
      data: { color: "red" },
    });
    expect(data.user?.user_metadata).toEqual({ color: "red" });
    expect((await other.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
    expect((await client.auth.getUser()).error).toBeNull();
    expect(
      (
        await on
          .client()
          .auth.signInWithPassword({ email: "own@example.test", password: "another horse" })
      ).error,
    ).toBeNull();
  });

  it.each([
    ["local", false, true],
    ["others", true, false],
    ["global", false, false],
  ] as const)("signs out with scope %s", async (scope, isMineLeft, isOtherLeft) => {
    const { client: mine } = await on.addPerson(`out-${scope}@example.test`);
    const other = on.client();
    await other.auth.signInWithPassword({
      email: `out-${scope}@example.test`,
      password: testPassword,
    });
    const tokens = await Promise.all(
      [mine, other].map(
        async (client) => (await client.auth.getSession()).data.session!.access_token,
      ),
    );
    expect((await mine.auth.signOut({ scope })).error).toBeNull();
    const left = await Promise.all(
      tokens.map(async (token) => (await on.client().auth.getUser(token)).error === null),
    );
    expect(left).toEqual([isMineLeft, isOtherLeft]);
  });
});

describe("short lives", () => {
  it("refuses an expired access token, and the refresh of an expired session", async () => {
    const on = await startTestGateway({ accessTokenSeconds: 1, sessionSeconds: 1 });
    try {
      const { client } = await on.addPerson("short@example.test");
      const { access_token: token, refresh_token: refreshToken } = (await client.auth.getSession())
        .data.session!;
      await expect
        .poll(async () => (await on.client().auth.getUser(token)).error?.code, soon)
        .toBe("bad_jwt");
      const refresh = async () =>
        (await on.client().auth.refreshSession({ refresh_token: refreshToken })).error;
      await expect.poll(refresh, soon).toMatchObject({ status: 400, code: "session_expired" });
    } finally {
      await on.stop();
    }
  });

  it("lets a used refresh token count for the reuse interval", async () => {
    const on = await startTestGateway({ refreshReuseSeconds: 10 });
    try {
      const { client } = await on.addPerson("reuse@example.test");
      const first = (await client.auth.getSession()).data.session!.refresh_token;
      const second = (await client.auth.refreshSession({ refresh_token: first })).data.session!
        .refresh_token;
      await client.auth.refreshSession({ refresh_token: second });
      expect((await on.client().auth.refreshSession({ refresh_token: first })).error).toBeNull();
    } finally {
      await on.stop();
    }
  });
});
