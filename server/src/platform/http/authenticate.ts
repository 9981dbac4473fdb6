import type { Endpoint } from "@synapse-voice/contract";
import type { Request, Response } from "express";
import { addressKey } from "../rate-limits/address.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import type { EndsCall } from "../rate-limits/rules.ts";
import { ApiError } from "./api-error.ts";
import type { Origins } from "./origins.ts";
import { contextOf } from "./request-context.ts";
import type { Arrivals, PeopleDirectory } from "../../identity/people-directory.ts";
import type { Person } from "../../identity/person.ts";
import type { VerifyToken } from "./tokens/verify-token.ts";

export interface SignedIn {
  readonly person: Person;
  /** Supabase's id of the sign-in, if the token has one. */
  readonly sessionId: string | null;
  /** Returns true if the request ends a call. Undefined for endpoints that end no calls. */
  readonly endsCall?: EndsCall | undefined;
}

/** Finds out if a request would end a call. Returns undefined for endpoints that end no calls. */
export type FindEndsCall = (
  endpoint: Endpoint,
  userId: string,
  params: Readonly<Record<string, unknown>>,
) => EndsCall | undefined;

/**
 * Finds the person who sent a request. Throws if nobody provisioned did, or if the request comes
 * from a page that is not of their tenant.
 */
export type Authenticate = (
  endpoint: Endpoint,
  request: Request,
  response: Response,
) => Promise<SignedIn>;

export function createAuthenticate(
  verifyToken: VerifyToken,
  directory: PeopleDirectory & Arrivals,
  origins: Origins,
  rateLimiter: Pick<RateLimiter, "checkUser" | "checkTenant">,
  findEndsCall: FindEndsCall,
): Authenticate {
  return async (endpoint, request, response) => {
    const token = bearerToken(request);
    const { userId, sessionId, issuedAt } = await verifyToken(token);
    contextOf(response).isCounted = true;
    const endsCall = findEndsCall(endpoint, userId, request.params);
    await rateLimiter.checkUser(endpoint, userId, {
      address: addressKey(request.ip),
      body: request.body,
      endsCall,
    });
    const person = await directory.find(userId, issuedAt);
    if (!person) throw new ApiError("not_provisioned");
    await rateLimiter.checkTenant(person, { endsCall });
    origins.check(request, person);
    if (person.isInvited) await directory.markJoined(userId);
    return { person, sessionId, endsCall };
  };
}

function bearerToken(request: Request): string {
  const [scheme, token, ...rest] = (request.get("Authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0)
    throw new ApiError("token_missing");
  return token;
}
