import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  errors,
  type JWK,
  type JWTVerifyGetKey,
} from "jose";
import * as v from "valibot";
import type { Database } from "../database.ts";
import type { GatewaySettings } from "../settings.ts";

const ClaimsSchema = v.looseObject({
  sub: v.optional(v.string()),
  role: v.string(),
  exp: v.number(),
  session_id: v.optional(v.string()),
});

export type Claims = v.InferOutput<typeof ClaimsSchema>;

export type Tokens = {
  sign: (claims: Record<string, unknown>) => Promise<string>;
  /** Returns the claims of a valid token of this gateway. Rejects with `TokenError` otherwise. */
  verify: (token: string) => Promise<Claims>;
  jwks: { keys: JWK[] };
};

type TokenSettings = Pick<GatewaySettings, "tokenIssuer" | "jwtSecret" | "signWithSecret">;

export class TokenError extends Error {
  readonly reason: "expired" | "malformed" | "signature";

  constructor(reason: TokenError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Loads the signing key from the database, so that access tokens stay valid when the gateway
 * restarts. Each token is verified by the key of its algorithm. A project that signs with its
 * shared secret publishes no key, and after its change to a key pair, tokens of the secret stay
 * valid (supabase/auth 2.196.0, internal/api/jwks.go and internal/conf/jwk.go).
 */
export async function loadTokens(
  db: Database,
  { tokenIssuer, jwtSecret, signWithSecret }: TokenSettings,
): Promise<Tokens> {
  const privateJwk = await loadSigningKey(db);
  const { kty, crv, x, y, kid } = privateJwk;
  if (!kty || !crv || !x || !y || !kid)
    throw new Error("the key in auth.signing_keys is incomplete: delete the row and start again");
  const publicJwk = { kty, crv, x, y, kid, alg: "ES256", use: "sig", key_ops: ["verify"] };
  const [privateKey, publicKey] = await Promise.all([
    importJWK(privateJwk, "ES256"),
    importJWK(publicJwk, "ES256"),
  ]);
  const secret = jwtSecret === undefined ? undefined : new TextEncoder().encode(jwtSecret);
  const keyFor: JWTVerifyGetKey = ({ alg }) => (alg === "HS256" && secret ? secret : publicKey);
  const issuer = tokenIssuer === null ? {} : { iss: tokenIssuer };
  const signsWithSecret = signWithSecret && secret !== undefined;
  return {
    jwks: { keys: signsWithSecret ? [] : [publicJwk] },
    sign: (claims) => {
      const token = new SignJWT({ ...issuer, ...claims });
      return signsWithSecret
        ? token.setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(secret)
        : token.setProtectedHeader({ alg: "ES256", kid, typ: "JWT" }).sign(privateKey);
    },
    verify: async (token) => {
      try {
        const algorithms = ["ES256", ...(secret ? ["HS256"] : [])];
        const { payload } = await jwtVerify(token, keyFor, { algorithms });
        return v.parse(ClaimsSchema, payload);
      } catch (error) {
        throw tokenError(error);
      }
    },
  };
}

function tokenError(error: unknown): TokenError {
  if (error instanceof errors.JWTExpired) {
    const ago = Math.max(0, Math.floor(Date.now() / 1000) - (error.payload.exp ?? 0));
    return new TokenError("expired", `Token has expired ${ago} seconds ago`);
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed
  ) {
    return new TokenError("signature", "Failed to validate JWT signature");
  }
  if (v.isValiError(error))
    return new TokenError("malformed", "Fields `role` and `exp` are required in JWT");
  return new TokenError("malformed", "The token provided is not a valid JWT");
}

async function loadSigningKey(db: Database): Promise<JWK> {
  return db.transaction(async (query) => {
    await query("select pg_advisory_xact_lock(hashtext('auth.signing_keys'))");
    const [known] = await query<{ private_jwk: JWK }>(
      "select private_jwk from auth.signing_keys order by created_at limit 1",
    );
    if (known) return known.private_jwk;
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = await exportJWK(privateKey);
    const privateJwk = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "ES256" };
    await query("insert into auth.signing_keys (kid, private_jwk) values ($1, $2)", [
      privateJwk.kid,
      privateJwk,
    ]);
    return privateJwk;
  });
}
