import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { secondsOf, type LimitCounter } from "./counter.ts";
import type { LimitName } from "./limits.ts";

type Allowed = Readonly<
  Partial<Record<LimitName, { readonly points: number; readonly seconds: number }>>
>;

/** Counts for this server alone. A limit of no points allows nothing. */
export function createMemoryCounter(allowed: Allowed): LimitCounter {
  const limiters = new Map(
    Object.entries(allowed).map(([name, { points, seconds: duration }]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points, duration }),
    ]),
  );
  return {
    async count(name, key) {
      try {
        await limiters.get(name)?.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return secondsOf(refused.msBeforeNext);
        throw refused;
      }
    },
  };
}
