import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import type { Logger } from "pino";
import * as v from "valibot";
import type { Clock } from "@synapse-voice/platform/clock";
import { messageOf, RefusalError } from "@synapse-voice/platform/errors";
import { createRejectionLog } from "./rejected-tokens.ts";
import { createTokenKeys } from "./token-keys.ts";

/** The claims of a verified access token. */
export interface Token {
  readonly userId: string;
  /** Supabase's id of the sign-in. Null if the token has none that is a valid device id. */
  readonly sessionId: string | null;
  /** Time in ms at which the token was issued; 0 if it doesn't say. */
  readonly issuedAt: number;
}

export type VerifyToken = (token: string) => Promise<Token>;

export interface TokenSettings {
  /** The issuers that a token may name. Null stands for a token without an issuer. */
  readonly issuers: readonly (string | null)[];
  readonly jwksUrl: URL;
  /**
   * The shared secret of a project that signs with HS256, or did so until lately. Tokens that are
   * signed with a published key are valid beside it.
   */
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
 * audience and the expiry, and that the token is a person's. It logs rejected tokens, but not
 * expired ones.
 */
export function createTokenVerifier(
  settings: TokenSettings,
  clock: Clock,
  log: Pick<Logger, "warn"> = { warn: () => undefined },
): VerifyToken {
  const { issuers, secret } = settings;
  const algorithms = [...(secret === undefined ? [] : ["HS256"]), "ES256", "RS256"];
  const findKey = keyFinder(settings, clock);
  const logRejection = createRejectionLog({ issuers, algorithms }, clock, log);
  const verify = async (token: string): Promise<Token> => {
    const { payload } = await jwtVerify(token, findKey, {
      audience: "authenticated",
      requiredClaims: ["exp", "sub", "role"],
      algorithms,
      currentDate: new Date(clock.now()),
    }).catch(refuse);
    if (!isFrom(issuers, payload)) refuseIssuer(payload);
    return toToken(payload);
  };
  return async (token) =>
    verify(token).catch((error: unknown) => {
      if (error instanceof RefusalError && isUnexpected(error))
        logRejection(token, reasonOf(error));
      throw error;
    });
}

/** Returns true for a token that may show a wrong setting, and not just a stranger's request. */
const isUnexpected = ({ code, cause }: RefusalError): boolean =>
  code === "token_invalid" || (code === "not_provisioned" && cause !== undefined);

/**
 * Returns the shared secret for HS256, and a published key for the other algorithms. So nobody can
 * use a public key as the secret.
 */
function keyFinder(
  { jwksUrl, secret, minFetchIntervalMs = 1_000 }: TokenSettings,
  clock: Clock,
): JWTVerifyGetKey {
  const published = createTokenKeys(jwksUrl, clock, minFetchIntervalMs);
  const shared = secret === undefined ? null : new TextEncoder().encode(secret);
  return async (header, token) =>
    header.alg === "HS256" && shared ? shared : published(header, token);
}

function toToken(payload: JWTPayload): Token {
  if (payload.role !== "authenticated") refuseRole(payload);
  if (payload.is_anonymous === true) throw new RefusalError("not_provisioned");
  const claims = v.safeParse(Claims, payload);
  if (!claims.success)
    throw new RefusalError("token_invalid", {}, new Error("a claim has another form"));
  const sessionId = claims.output.session_id;
  return {
    userId: claims.output.sub,
    sessionId: sessionId !== undefined && /^[\w-]{1,64}$/u.test(sessionId) ? sessionId : null,
    issuedAt: (payload.iat ?? 0) * 1000,
  };
}

function refuse(thrown: unknown): never {
  if (thrown instanceof errors.JWTExpired) throw new RefusalError("token_expired");
  if (thrown instanceof errors.JWTClaimValidationFailed && isProjectKey(thrown.payload))
    throw new RefusalError("not_provisioned");
  if (thrown instanceof errors.JWKSTimeout || isFetchFailure(thrown))
    throw new RefusalError("accounts_unavailable", {}, thrown);
  throw new RefusalError("token_invalid", {}, thrown);
}

/** Compares the issuer. A token that names no issuer fits only where null is listed. */
const isFrom = (issuers: TokenSettings["issuers"], payload: JWTPayload): boolean =>
  "iss" in payload
    ? typeof payload.iss === "string" && issuers.includes(payload.iss)
    : issuers.includes(null);

function refuseIssuer(payload: JWTPayload): never {
  if (isProjectKey(payload)) throw new RefusalError("not_provisioned");
  throw new RefusalError("token_invalid", {}, new Error("the issuer is not an expected one"));
}

function refuseRole(payload: JWTPayload): never {
  const cause = isProjectKey(payload) ? undefined : new Error("the role is not authenticated");
  throw new RefusalError("not_provisioned", {}, cause);
}

/** Returns true for a project's own API key. Its signature is valid, but it is nobody's. */
const isProjectKey = (payload: JWTPayload): boolean =>
  ["anon", "service_role"].includes(String(payload["role"]));

const reasonOf = ({ cause }: Error): string => (cause === undefined ? "invalid" : messageOf(cause));

/**
 * Returns true if the keys could not be fetched: there was no connection, or the answer held no
 * keys. jose reports the latter with its generic error.
 */
const isFetchFailure = (thrown: unknown): boolean =>
  !(thrown instanceof errors.JOSEError) ||
  thrown.code === "ERR_JOSE_GENERIC" ||
  thrown.code === "ERR_JWKS_INVALID";
