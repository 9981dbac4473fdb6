import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
} from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabaseClock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { createTokenVerifier, type VerifyToken } from "./verify-token.ts";

const issuer = "https://project.test/auth/v1";
const carl = "d0000000-0000-4000-8000-0000000000c1";
const secret = "a-shared-secret-of-32-characters-or-more";
const clock = createDatabaseClock(async () => Date.now());

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}
const makeKey = async (alg: string, kid: string): Promise<Key> => ({
  alg,
  kid,
  ...(await generateKeyPair(alg, { extractable: true })),
});

describe("access tokens", () => {
  let server: Server;
  let jwksUrl: URL;
  let published: Key[];
  let fetches: number;
  let broken: boolean;
  let es256: Key;
  let verify: VerifyToken;

  beforeEach(async () => {
    es256 = await makeKey("ES256", "first");
    published = [es256];
    fetches = 0;
    broken = false;
    server = createServer(async (_request, response) => {
      fetches += 1;
      if (broken) return void response.writeHead(500).end();
      const keys = await Promise.all(
        published.map(async ({ alg, kid, publicKey }) => ({
          ...(await exportJWK(publicKey)),
          alg,
          kid,
          use: "sig",
        })),
      );
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ keys }));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    jwksUrl = new URL(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`,
    );
    verify = createTokenVerifier({ issuers: [issuer], jwksUrl, minFetchIntervalMs: 100 }, clock);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const claims = (more: object = {}) => ({
    sub: carl,
    role: "authenticated",
    iss: issuer,
    aud: "authenticated",
    exp: Math.floor(Date.now() / 1000) + 60,
    session_id: "session-1",
    ...more,
  });
  const sign = (more: object = {}, key: Key = es256) =>
    new SignJWT(claims(more))
      .setProtectedHeader({ alg: key.alg, kid: key.kid })
      .sign(key.privateKey);
  const codeOf = (token: string | Promise<string>, by = verify) =>
    Promise.resolve(token)
      .then(by)
      .then(
        () => "taken",
        (error: unknown) => (error instanceof RefusalError ? error.code : String(error)),
      );

  it("name a person and a session", async () => {
    expect(await verify(await sign())).toEqual({
      userId: carl,
      sessionId: "session-1",
      issuedAt: expect.any(Number),
    });
    const rs256 = await makeKey("RS256", "rsa");
    published.push(rs256);
    expect(
      await codeOf(sign({}, rs256), createTokenVerifier({ issuers: [issuer], jwksUrl }, clock)),
    ).toBe("taken");
  });

  it("of another issuer, for another audience, or expired are refused", async () => {
    expect(await codeOf(sign({ iss: "https://evil.test/auth/v1" }))).toBe("token_invalid");
    expect(await codeOf(sign({ iss: undefined }))).toBe("token_invalid");
    expect(await codeOf(sign({ aud: "anon" }))).toBe("token_invalid");
    expect(await codeOf(sign({ aud: undefined }))).toBe("token_invalid");
    expect(await codeOf(sign({ exp: Math.floor(Date.now() / 1000) - 1 }))).toBe("token_expired");
    expect(await codeOf(sign({ exp: undefined }))).toBe("token_invalid");
    expect(await codeOf(sign({ sub: undefined }))).toBe("token_invalid");
    expect(await codeOf(sign({ sub: "not a uuid" }))).toBe("token_invalid");
  });

  it("may be for several audiences, if ours is one of them", async () => {
    expect(await codeOf(sign({ aud: ["elsewhere", "authenticated"] }))).toBe("taken");
    expect(await codeOf(sign({ aud: ["elsewhere"] }))).toBe("token_invalid");
    expect(await codeOf(sign({ aud: [["authenticated"]] }))).toBe("token_invalid");
  });

  it("get nowhere by what they say of their key or of themselves", async () => {
    for (const kid of [7, { toString: "first" }, "__proto__"]) {
      expect(
        await codeOf(
          new SignJWT(claims())
            .setProtectedHeader({ alg: "ES256", kid: kid as string })
            .sign(es256.privateKey),
        ),
      ).toBe("token_invalid");
    }
    expect(await codeOf(sign({ role: ["authenticated"] }))).toBe("not_provisioned");
    expect(await codeOf(sign({ is_anonymous: "true" }))).toBe("token_invalid");
    expect(await codeOf(sign({ nbf: Math.floor(Date.now() / 1000) + 60 }))).toBe("token_invalid");
  });

  it("without a signature, or with a public key as shared secret, are refused", async () => {
    expect(await codeOf(new UnsecuredJWT(claims()).encode())).toBe("token_invalid");
    const spki = new TextEncoder().encode(await exportSPKI(es256.publicKey));
    const jwk = new TextEncoder().encode(JSON.stringify(await exportJWK(es256.publicKey)));
    for (const confused of [spki, jwk]) {
      expect(
        await codeOf(
          new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: "first" }).sign(confused),
        ),
      ).toBe("token_invalid");
    }
    expect(
      await codeOf(
        new SignJWT(claims())
          .setProtectedHeader({ alg: "HS256" })
          .sign(new TextEncoder().encode(secret)),
      ),
    ).toBe("token_invalid");
  });

  it("signed by a key that is not in the set, or of an algorithm not allowed, are refused", async () => {
    expect(await codeOf(sign({}, { ...(await makeKey("ES256", "first")) }))).toBe("token_invalid");
    const es384 = await makeKey("ES384", "curve");
    published.push(es384);
    expect(await codeOf(sign({}, es384))).toBe("token_invalid");
    const header = Buffer.from(
      JSON.stringify({ alg: "ES256", kid: "first", jku: "https://evil.test/keys" }),
    ).toString("base64url");
    const [, payload, signature] = (await sign()).split(".");
    expect(await codeOf(`${header}.${payload}.${signature}`)).toBe("token_invalid");
    expect(await codeOf("nonsense")).toBe("token_invalid");
  });

  it("of nobody in particular belong to no tenant", async () => {
    for (const more of [
      { role: "service_role" },
      { role: "anon" },
      { is_anonymous: true },
      { role: "service_role", aud: undefined, iss: "supabase", sub: undefined },
    ]) {
      expect(await codeOf(sign(more))).toBe("not_provisioned");
    }
  });

  it("are taken on with a rotated key at once, without a refusal", async () => {
    expect(await codeOf(sign())).toBe("taken");
    const next = await makeKey("ES256", "second");
    published.push(next);
    expect(await codeOf(sign({}, next))).toBe("taken");
    expect(await codeOf(sign())).toBe("taken");
    expect(fetches).toBe(2);
  });

  it("with made-up keys cause one question at a time, not one each", async () => {
    await codeOf(sign());
    const invented = await makeKey("ES256", "invented");
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(sign({}, invented))));
    expect(new Set(codes)).toEqual(new Set(["token_invalid"]));
    expect(fetches).toBeLessThanOrEqual(3);
  });

  it("can't be judged while the keys can't be had: not the token's fault", async () => {
    broken = true;
    expect(await codeOf(sign())).toBe("accounts_unavailable");
    const nowhere = createTokenVerifier(
      { issuers: [issuer], jwksUrl: new URL("http://127.0.0.1:1/jwks.json") },
      clock,
    );
    expect(await codeOf(sign(), nowhere)).toBe("accounts_unavailable");
    broken = false;
    expect(await codeOf(sign())).toBe("taken");
    broken = true;
    expect(await codeOf(sign())).toBe("taken");
  });

  const hs256 = (key: string, more: object = {}) =>
    new SignJWT(claims(more))
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(key));

  it("are checked by the shared secret where there is one, without a question for keys", async () => {
    const bySecret = createTokenVerifier({ issuers: [issuer], jwksUrl, secret }, clock);
    expect(await codeOf(hs256(secret), bySecret)).toBe("taken");
    expect(await codeOf(hs256("another-secret-of-32-characters-or-more"), bySecret)).toBe(
      "token_invalid",
    );
    expect(await codeOf(new UnsecuredJWT(claims()).encode(), bySecret)).toBe("token_invalid");
    expect(fetches).toBe(0);
  });

  it("are taken by secret and by key while a project changes from one to the other", async () => {
    const changing = createTokenVerifier(
      { issuers: [issuer], jwksUrl, secret, minFetchIntervalMs: 100 },
      clock,
    );
    // Supabase publishes no key of a project that signs with its secret alone.
    published = [];
    expect(await codeOf(hs256(secret), changing)).toBe("taken");
    expect(await codeOf(sign(), changing)).toBe("token_invalid");
    published = [es256];
    expect(await codeOf(sign(), changing)).toBe("taken");
    expect(await codeOf(hs256(secret), changing)).toBe("taken");
    const invented = await makeKey("ES256", "invented");
    expect(await codeOf(sign({}, invented), changing)).toBe("token_invalid");
    const spki = await exportSPKI(es256.publicKey);
    expect(await codeOf(hs256(spki), changing)).toBe("token_invalid");
    expect(await codeOf(hs256(JSON.stringify(await exportJWK(es256.publicKey))), changing)).toBe(
      "token_invalid",
    );
  });

  it("may name no issuer, or another one, only if a setting says so", async () => {
    const other = "https://auth.acme.test";
    const verifier = (issuers: readonly (string | null)[]) =>
      createTokenVerifier({ issuers, jwksUrl }, clock);
    const codes = (issuers: readonly (string | null)[]) =>
      Promise.all(
        [issuer, undefined, other, "", "none", "null", [issuer], null].map((iss) =>
          codeOf(sign({ iss }), verifier(issuers)),
        ),
      );
    const no = "token_invalid";
    expect(await codes([issuer])).toEqual(["taken", no, no, no, no, no, no, no]);
    expect(await codes([null])).toEqual([no, "taken", no, no, no, no, no, no]);
    expect(await codes([other, null])).toEqual([no, "taken", "taken", no, no, no, no, no]);
    expect(await codeOf(sign({ iss: undefined, role: "service_role" }))).toBe("not_provisioned");
  });

  it("are logged where the project gives people another role, unlike its own keys", async () => {
    const lines: unknown[] = [];
    const log = { warn: (line: unknown) => void lines.push(line) };
    const verifier = createTokenVerifier({ issuers: [issuer], jwksUrl }, clock, log);
    for (const more of [{ role: "anon" }, { role: "service_role" }, { is_anonymous: true }])
      expect(await codeOf(sign(more), verifier)).toBe("not_provisioned");
    expect(lines).toEqual([]);
    expect(await codeOf(sign({ role: "employee" }), verifier)).toBe("not_provisioned");
    expect(lines).toMatchObject([{ reason: "the role is not authenticated" }]);
  });
});
