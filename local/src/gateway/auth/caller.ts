import type { Request } from "express";
import { publishableKey, secretKey } from "../settings.ts";
import type { AuthContext } from "./context.ts";
import { AuthError } from "./errors.ts";
import { TokenError, type Claims } from "./tokens.ts";
import { userNotFound, type UserRow } from "./stores/users-store.ts";

export type SignedIn = { user: UserRow; claims: Claims };

/**
 * Returns the API key of a request: one of the two keys, or a token of the gateway, which older
 * keys of Supabase are.
 */
export function apiKeyOf(request: Request): string | undefined {
  const inQuery = request.query["apikey"];
  return request.get("apikey") ?? (typeof inQuery === "string" ? inQuery : undefined);
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(request.get("authorization") ?? "")?.[1];
}

/** Returns the signed-in user. Rejects if the access token is invalid or its session has ended. */
export async function requireUser(context: AuthContext, request: Request): Promise<SignedIn> {
  const bearer = bearerOf(request);
  if (!bearer || bearer === publishableKey)
    throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  const claims = await verified(context, bearer);
  if (!claims.sub) throw new AuthError(403, "bad_jwt", "invalid claim: missing sub claim");
  const user = await context.users.findById(claims.sub);
  if (!user) throw userNotFound(403);
  if (!claims.session_id || !(await context.sessions.find(claims.session_id))) {
    throw new AuthError(
      403,
      "session_not_found",
      "Session from session_id claim in JWT does not exist",
    );
  }
  return { user, claims };
}

/** Requires the secret key, as `apikey` or as bearer token. A user's access token is never enough. */
export async function requireAdmin(context: AuthContext, request: Request): Promise<void> {
  const bearer = bearerOf(request) ?? apiKeyOf(request);
  if (bearer === secretKey) return;
  if (!bearer || bearer === publishableKey)
    throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  const claims = await verified(context, bearer);
  if (claims.role !== "service_role") throw new AuthError(403, "not_admin", "User not allowed");
}

async function verified(context: AuthContext, token: string): Promise<Claims> {
  try {
    return await context.tokens.verify(token);
  } catch (error) {
    if (error instanceof TokenError)
      throw new AuthError(403, "bad_jwt", `invalid JWT: ${error.message}`);
    throw error;
  }
}
