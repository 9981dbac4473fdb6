import * as v from "valibot";
import { TokenError, type Tokens } from "../auth/tokens.ts";
import { publishableKey, secretKey } from "../settings.ts";

/** Role and claims with which a channel acts in the database. */
export type Identity = {
  role: string;
  claims: Record<string, unknown>;
  expiresAt: number | undefined;
  token: string;
};

export class IdentityError extends Error {
  readonly code: "InvalidJWTToken" | "MalformedJWT" | "JwtSignatureError";

  constructor(code: IdentityError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Returns the identity of a key or access token. The keys have the roles `anon` and `service_role`. */
export async function identify(tokens: Tokens, keyOrToken: string): Promise<Identity> {
  if (keyOrToken === publishableKey)
    return { role: "anon", claims: { role: "anon" }, expiresAt: undefined, token: keyOrToken };
  if (keyOrToken === secretKey)
    return {
      role: "service_role",
      claims: { role: "service_role" },
      expiresAt: undefined,
      token: keyOrToken,
    };
  try {
    const claims = await tokens.verify(keyOrToken);
    return { role: claims.role, claims, expiresAt: claims.exp, token: keyOrToken };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const codes = {
      expired: "InvalidJWTToken",
      malformed: "MalformedJWT",
      signature: "JwtSignatureError",
    } as const;
    throw new IdentityError(codes[error.reason], error.message);
  }
}

/**
 * Returns true for a user's access token. Clients without one send their key again, which changes
 * nothing.
 */
export function isPersonToken(token: unknown): token is string {
  return v.is(v.pipe(v.string(), v.minLength(1)), token) && !token.startsWith("sb_");
}
