import type { Endpoint } from "@synapse-voice/contract";
import type { Request } from "express";
import { addressKey } from "../rate-limits/address.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import { ApiError } from "./api-error.ts";
import type { Origins } from "./origins.ts";
import type { PeopleDirectory } from "../../identity/people-directory.ts";
import type { Person } from "../../identity/person.ts";
import type { VerifyToken } from "./tokens/verify-token.ts";

export interface SignedIn {
  readonly person: Person;
  /** Supabase's id of the sign-in, if the token has one. */
  readonly sessionId: string | null;
}

/**
 * Finds the person who sent a request. Throws if nobody provisioned did, or if the request comes
 * from a page that is not of their tenant.
 */
export type Authenticate = (endpoint: Endpoint, request: Request) => Promise<SignedIn>;

export function createAuthenticate(
  verifyToken: VerifyToken,
  directory: PeopleDirectory,
  origins: Origins,
  rateLimiter: Pick<RateLimiter, "checkUser" | "checkTenant">,
): Authenticate {
  return async (endpoint, request) => {
    const token = bearerToken(request);
    const { userId, sessionId } = await verifyToken(token);
    await rateLimiter.checkUser(endpoint, userId, {
      address: addressKey(request.ip),
      body: request.body,
    });
    const person = await directory.find(userId);
    if (!person) throw new ApiError("not_provisioned");
    await rateLimiter.checkTenant(person);
    origins.check(request, person);
    return { person, sessionId };
  };
}

function bearerToken(request: Request): string {
  const [scheme, token, ...rest] = (request.get("Authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0)
    throw new ApiError("token_missing");
  return token;
}
