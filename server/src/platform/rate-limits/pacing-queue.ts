import { performance } from "node:perf_hooks";
import { RateLimiterMemory, RateLimiterQueue, RateLimiterQueueError } from "rate-limiter-flexible";
import type { Limit } from "./limits.ts";

/**
 * Lets one after another through, in the order of their arrival, where many come at once. In this
 * server's memory alone.
 */
export interface Line {
  /**
   * Waits for its turn; false at once where as many of that key wait already as may, and once it
   * has waited for too long.
   */
  turn(key: string): Promise<boolean>;
}

/**
 * What a turn counts as where the server has nothing else to do, and so many times that where it
 * has no time left.
 */
const dearest = 4;

/**
 * Longest wait, s: clients give up after 10 s, and a turn that goes to one who has is another's
 * lost.
 */
const patience = 9;

/** `busy`: how much of its time the server has been at work just now, 0 to 1. */
export function createLine({ free, seconds }: Limit, longest: number, busy: () => number): Line {
  const queue = new RateLimiterQueue(new RateLimiterMemory({ points: free, duration: seconds }), {
    maxQueueSize: longest,
  });
  return {
    async turn(key) {
      try {
        // Where none are free, even the cheapest turn is one too many.
        await queue.removeTokens(
          Math.max(1, Math.min(free, dearest, 1 + Math.floor(busy() * dearest))),
          key,
          Math.floor(Date.now() / 1000) + patience,
        );
        return true;
      } catch (refused) {
        if (refused instanceof RateLimiterQueueError) return false;
        throw refused;
      }
    },
  };
}

/** So long a share of its time is believed, ms. */
const moment = 100;

/** Tells how much of its time this process has just been at work. */
export function createBusy(): () => number {
  let share = 0;
  let seen = performance.eventLoopUtilization();
  let seenAt = performance.now();
  return () => {
    if (performance.now() - seenAt >= moment) {
      share = performance.eventLoopUtilization(seen).utilization;
      seen = performance.eventLoopUtilization();
      seenAt = performance.now();
    }
    return share;
  };
}
