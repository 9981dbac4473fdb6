import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from "jose";
import * as v from "valibot";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { createTokenKeys, type FindKey } from "./token-keys.ts";

/** What a verified access token says. */
export interface Token {
  readonly userId: string;
  /** Supabase's id of this sign-in; null where the token has none that can name a device. */
  readonly sessionId: string | null;
}

export type VerifyToken = (token: string) => Promise<Token>;

export interface TokenSettings {
  readonly issuer: string;
  readonly jwksUrl: URL;
  /**
   * Set for projects that still sign with a shared secret; then, and only then, HS256 is taken, and
   * nothing else.
   */
  readonly secret?: string | undefined;
  /** The key set is fetched at most this often, ms; a second by default. */
  readonly keysPause?: number;
}

const Claims = v.object({
  sub: v.pipe(v.string(), v.uuid()),
  role: v.string(),
  is_anonymous: v.optional(v.boolean()),
  session_id: v.optional(v.string()),
});

/**
 * Checks access tokens: signature by an allowed algorithm, issuer, audience, expiry, and that a
 * person stands behind it.
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
  const keys: FindKey = createTokenKeys(settings.jwksUrl, clock, settings.keysPause ?? 1_000);
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
  // A project's own service key: genuine (the signature was checked before the claims), but
  // nobody's.
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
 * The key set could not be had: no connection, or an answer that is none. jose says the latter with
 * its general error.
 */
const isFetchFailure = (thrown: unknown): boolean =>
  !(thrown instanceof errors.JOSEError) ||
  thrown.code === "ERR_JOSE_GENERIC" ||
  thrown.code === "ERR_JWKS_INVALID";
