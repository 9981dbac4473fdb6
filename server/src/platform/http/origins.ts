import { desktopOrigin } from "@synapse-voice/contract";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Clock } from "@synapse-voice/platform/clock";
import { ApiError } from "./api-error.ts";
import type { PeopleDirectory } from "../../identity/people-directory.ts";
import type { Person } from "../../identity/person.ts";

/** Checks which pages may call this server. */
export interface Origins {
  /** Answers preflights, and lets pages of any tenant read the replies, including refusals. */
  readonly cors: RequestHandler;
  /**
   * Refuses a page that is not of the person's own tenant. A request without the header `Origin` is
   * from no page, so it is allowed.
   */
  check(request: Request, person: Person): void;
}

/** The origins of all tenants are read again after this time. */
const originsMaxAgeMs = 5_000;
const allowedHeaders = "Authorization, Content-Type, Idempotency-Key, Synapse-Device";
const exposedHeaders = "Accept-Ranges, Content-Range, Retry-After, X-Request-Id";

export function createOrigins(
  directory: PeopleDirectory,
  clock: Clock,
  ownOrigins: readonly string[],
): Origins {
  const isOurs = (origin: string): boolean =>
    origin === desktopOrigin || ownOrigins.includes(origin);
  const allOrigins = cacheAllOrigins(directory, clock);

  async function cors(request: Request, response: Response, next: NextFunction): Promise<void> {
    response.vary("Origin");
    const origin = request.get("Origin");
    const known = origin !== undefined && (isOurs(origin) || (await allOrigins()).has(origin));
    if (known)
      response.set({
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": exposedHeaders,
      });
    if (
      request.method !== "OPTIONS" ||
      request.get("Access-Control-Request-Method") === undefined
    ) {
      next();
      return;
    }
    if (known) {
      response.set({
        "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
        "Access-Control-Allow-Headers": allowedHeaders,
        "Access-Control-Max-Age": "600",
      });
      // Chromium requires this before a public page may reach a server in a private network, such
      // as this machine.
      if (request.get("Access-Control-Request-Private-Network") === "true")
        response.set("Access-Control-Allow-Private-Network", "true");
    }
    response.status(204).end();
  }

  return {
    cors,
    check(request, person) {
      const origin = request.get("Origin");
      if (origin !== undefined && !isOurs(origin) && !person.allowedOrigins.includes(origin))
        throw new ApiError("origin_not_allowed");
    },
  };
}

/**
 * Returns a function that reads the origins of all tenants, at most every few seconds. While the
 * database can't be reached, it returns the last known ones.
 */
function cacheAllOrigins(
  directory: PeopleDirectory,
  clock: Clock,
): () => Promise<ReadonlySet<string>> {
  let known: ReadonlySet<string> | null = null;
  let loadedAt = 0;
  let loading: Promise<ReadonlySet<string>> | null = null;
  const load = async (): Promise<ReadonlySet<string>> => {
    try {
      known = new Set(await directory.allOrigins());
      loadedAt = clock.now();
      return known;
    } catch (error) {
      if (known) return known;
      throw error;
    } finally {
      loading = null;
    }
  };
  return () =>
    known && clock.now() - loadedAt < originsMaxAgeMs
      ? Promise.resolve(known)
      : (loading ??= load());
}
