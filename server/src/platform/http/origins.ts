import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Clock } from "@synapse-voice/platform/clock";
import { ApiError } from "./api-error.ts";
import type { PeopleDirectory, Person } from "../../identity/person.ts";

/** Which pages may talk to this server. */
export interface Origins {
  /** Answers preflights, and lets pages of any tenant read replies, refusals included. */
  readonly cors: RequestHandler;
  /**
   * Refuses a page that is not of the person's own tenant. Requests without Origin come from no
   * page.
   */
  check(request: Request, person: Person): void;
}

/** How long the union of all tenants' origins is kept, ms. */
const unionFor = 5_000;
const allowedHeaders = "Authorization, Content-Type, Idempotency-Key, Synapse-Device";
const exposedHeaders = "Retry-After, X-Request-Id";

/** The desktop's pages; no web page can have such an origin. */
const isDesktop = (origin: string): boolean => /^app:\/\/[a-z\d.-]+$/u.test(origin);

export function createOrigins(
  directory: PeopleDirectory,
  clock: Clock,
  ownOrigins: readonly string[],
): Origins {
  const isOurs = (origin: string): boolean => isDesktop(origin) || ownOrigins.includes(origin);
  const union = createUnion(directory, clock);

  async function cors(request: Request, response: Response, next: NextFunction): Promise<void> {
    response.vary("Origin");
    const origin = request.get("Origin");
    const known = origin !== undefined && (isOurs(origin) || (await union()).has(origin));
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
      // Chromium asks this before a public page may reach a server on a private network, such as
      // this machine.
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
 * The union, asked for at most every few seconds; while the database is away the last known one
 * serves.
 */
function createUnion(directory: PeopleDirectory, clock: Clock): () => Promise<ReadonlySet<string>> {
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
    known && clock.now() - loadedAt < unionFor ? Promise.resolve(known) : (loading ??= load());
}
