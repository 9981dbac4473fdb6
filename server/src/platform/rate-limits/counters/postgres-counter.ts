import { createHmac } from "node:crypto";
import { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { toWaitSeconds, type LimitCounter } from "./limit-counter.ts";
import { limitNames, type LimitName, type Limits } from "../limits.ts";

/** The counter that all servers share. */
export interface PostgresCounter extends LimitCounter {
  /** Deletes counts whose window has ended. */
  deleteExpired(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a counter in PostgreSQL. It has a few connections of its own, so that a flood of requests
 * does not use up those of the calls. Keys are stored as keyed hashes, so the table contains
 * neither addresses nor ids. Windows are measured by the clock of the server that counts.
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
        if (refused instanceof RateLimiterRes) return toWaitSeconds(refused.msBeforeNext);
        throw refused;
      }
    },
    async deleteExpired() {
      await pool.query(`DELETE FROM "RateLimit" WHERE "expire" < $1`, [Date.now()]);
    },
    close: () => pool.end(),
  };
}

function limiterOf(storeClient: Pool, name: LimitName, limits: Limits): RateLimiterPostgres {
  const { sharedQuota: points, windowSeconds: duration } = limits[name];
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
