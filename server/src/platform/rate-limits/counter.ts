import type { LimitName } from "./limits.ts";

/** Counts what happens, by limit and key. */
export interface LimitCounter {
  /**
   * Counts one more. Null where the limit allows it; else seconds, at least one, until it allows
   * more. Throws where it can't count.
   */
  count(name: LimitName, key: string): Promise<number | null>;
}

/** Seconds to wait, as a client is told them. */
export const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
