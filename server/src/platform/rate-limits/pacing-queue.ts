import { RateLimiterMemory, RateLimiterQueue, RateLimiterQueueError } from "rate-limiter-flexible";
import type { Limit } from "./limits.ts";

/**
 * Lets requests of a key pass one after another, in the order of their arrival. It is kept in the
 * memory of this server.
 */
export interface PacingQueue {
  /**
   * Waits for the turn of a request. Returns false at once if the queue of its key is full, and
   * later if the wait took too long.
   */
  waitForTurn(key: string): Promise<boolean>;
}

/** Tokens that a turn costs at full load. It costs one token on an idle server. */
const maxCost = 4;

/** Clients give up after 10 s. The turn of a client that gave up would be lost. */
const maxWaitSeconds = 9;

/** `eventLoopLoad` returns the present load of this server, from 0 to 1. */
export function createPacingQueue(
  { localBurst, windowSeconds }: Pick<Limit, "localBurst" | "windowSeconds">,
  queueLength: number,
  eventLoopLoad: () => number,
): PacingQueue {
  const queue = new RateLimiterQueue(
    new RateLimiterMemory({ points: localBurst, duration: windowSeconds }),
    { maxQueueSize: queueLength },
  );
  const currentCost = (): number => {
    const cost = 1 + Math.floor(eventLoopLoad() * maxCost);
    // A burst of 0 refuses even the cheapest turn.
    return Math.max(1, Math.min(localBurst, maxCost, cost));
  };
  return {
    async waitForTurn(key) {
      try {
        const latest = Math.floor(Date.now() / 1000) + maxWaitSeconds;
        await queue.removeTokens(currentCost(), key, latest);
        return true;
      } catch (refused) {
        if (refused instanceof RateLimiterQueueError) return false;
        throw refused;
      }
    },
  };
}
