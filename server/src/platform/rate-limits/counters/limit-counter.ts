import type { LimitName } from "../limits.ts";

/** Counts requests by limit and key. */
export interface LimitCounter {
  /**
   * Counts one more request. Returns null if the limit allows it, else the seconds to wait, at
   * least 1. Throws if the request can't be counted.
   */
  count(name: LimitName, key: string): Promise<number | null>;
}

/** Rounds a wait up to the whole seconds of a `Retry-After` header. */
export const toWaitSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
