import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { toWaitSeconds, type LimitCounter } from "./limit-counter.ts";
import type { Limit, LimitName } from "../limits.ts";

type Quotas = Partial<Record<LimitName, Pick<Limit, "sharedQuota" | "windowSeconds">>>;

/** Makes a counter in the memory of this server. A quota of 0 allows nothing. */
export function createMemoryCounter(quotas: Readonly<Quotas>): LimitCounter {
  const limiters = new Map(
    Object.entries(quotas).map(([name, { sharedQuota, windowSeconds }]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: sharedQuota, duration: windowSeconds }),
    ]),
  );
  return {
    async count(name, key) {
      try {
        await limiters.get(name)?.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return toWaitSeconds(refused.msBeforeNext);
        throw refused;
      }
    },
  };
}
