import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from "jose";
import * as v from "valibot";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { createTokenKeys, type FindKey } from "./token-keys.ts";

/** The claims of a verified access token. */
export interface Token {
  readonly userId: string;
  /** Supabase's id of the sign-in. Null if the token has none that is a valid device id. */
  readonly sessionId: string | null;
}

export type VerifyToken = (token: string) => Promise<Token>;

export interface TokenSettings {
  readonly issuer: string;
  readonly jwksUrl: URL;
  /** Set for projects that sign with a shared secret. Then HS256 is the only accepted algorithm. */
  readonly secret?: string | undefined;
  /** Keys are fetched at most once in this time. The default is a second. */
  readonly minFetchIntervalMs?: number;
}

const Claims = v.object({
  sub: v.pipe(v.string(), v.uuid()),
  role: v.string(),
  is_anonymous: v.optional(v.boolean()),
  session_id: v.optional(v.string()),
});

/**
 * Makes a verifier of access tokens. It checks the signature and its algorithm, the issuer, the
 * audience and the expiry, and that the token is a person's.
 */
export function createTokenVerifier(settings: TokenSettings, clock: Clock): VerifyToken {
  const base = {
    issuer: settings.issuer,
    audience: "authenticated",
    requiredClaims: ["exp", "sub", "role"],
  };
  const options = (algorithms: string[]): JWTVerifyOptions => ({
    ...base,
    algorithms,
    currentDate: new Date(clock.now()),
  });
  if (settings.secret !== undefined) {
    const secret = new TextEncoder().encode(settings.secret);
    return async (token) =>
      toToken(await jwtVerify(token, secret, options(["HS256"])).catch(refuse));
  }
  const keys: FindKey = createTokenKeys(
    settings.jwksUrl,
    clock,
    settings.minFetchIntervalMs ?? 1_000,
  );
  return async (token) =>
    toToken(await jwtVerify(token, keys, options(["ES256", "RS256"])).catch(refuse));
}

function toToken({ payload }: { payload: JWTPayload }): Token {
  if (payload.role !== "authenticated" || payload.is_anonymous === true)
    throw new RefusalError("not_provisioned");
  const claims = v.safeParse(Claims, payload);
  if (!claims.success) throw new RefusalError("token_invalid");
  const sessionId = claims.output.session_id;
  return {
    userId: claims.output.sub,
    sessionId: sessionId !== undefined && /^[\w-]{1,64}$/u.test(sessionId) ? sessionId : null,
  };
}

function refuse(thrown: unknown): never {
  if (thrown instanceof errors.JWTExpired) throw new RefusalError("token_expired");
  // A project's own service key. Its signature is valid, but it is nobody's.
  if (
    thrown instanceof errors.JWTClaimValidationFailed &&
    ["anon", "service_role"].includes(String(thrown.payload.role))
  )
    throw new RefusalError("not_provisioned");
  if (thrown instanceof errors.JWKSTimeout || isFetchFailure(thrown))
    throw new RefusalError("accounts_unavailable", {}, thrown);
  throw new RefusalError("token_invalid", {}, thrown);
}

/**
 * Returns true if the keys could not be fetched: there was no connection, or the answer held no
 * keys. jose reports the latter with its generic error.
 */
const isFetchFailure = (thrown: unknown): boolean =>
  !(thrown instanceof errors.JOSEError) ||
  thrown.code === "ERR_JOSE_GENERIC" ||
  thrown.code === "ERR_JWKS_INVALID";
