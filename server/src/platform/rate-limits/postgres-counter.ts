import { createHmac } from "node:crypto";
import { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { secondsOf, type LimitCounter } from "./counter.ts";
import { limitNames, type LimitName, type Limits } from "./limits.ts";

/** The counter that all servers share. */
export interface PostgresCounter extends LimitCounter {
  /** Forgets what no longer counts. */
  forgetOld(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Counts in PostgreSQL, over few connections of its own: a flood must not take those that calls
 * need. Keys are stored as keyed hashes, so the table tells neither addresses nor ids. A window
 * lasts by the clock of the server that counts.
 */
export function createPostgresCounter(
  url: string,
  limits: Limits,
  secret: string,
  onError: (error: Error) => void,
): PostgresCounter {
  const pool = new Pool({
    connectionString: url,
    max: 3,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 3_000,
    query_timeout: 3_500,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: "synapse-voice-limits",
  });
  pool.on("error", onError);
  const limiters = new Map(limitNames.map((name) => [name, limiterOf(pool, name, limits)]));
  return {
    async count(name, key) {
      try {
        await limiters
          .get(name)
          ?.consume(
            createHmac("sha256", secret).update(`rate limit\n${name}\n${key}`).digest("base64url"),
          );
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return secondsOf(refused.msBeforeNext);
        throw refused;
      }
    },
    async forgetOld() {
      await pool.query(`DELETE FROM "RateLimit" WHERE "expire" < $1`, [Date.now()]);
    },
    close: () => pool.end(),
  };
}

function limiterOf(storeClient: Pool, name: LimitName, limits: Limits): RateLimiterPostgres {
  const { points, seconds: duration } = limits[name];
  return new RateLimiterPostgres({
    storeClient,
    storeType: "pool",
    tableName: "RateLimit",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration,
    clearExpiredByTimeout: false,
  });
}
