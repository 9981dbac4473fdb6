import type { Clock } from "@synapse-voice/platform/clock";
import { setBounded } from "./bounded-map.ts";
import { toWaitSeconds } from "./counters/limit-counter.ts";
import type { LimitName } from "./limits.ts";

/**
 * Keys that were refused, and until when. They are kept in the memory of this server. A key that is
 * dropped costs one more request to the counter.
 */
export interface Cooldowns {
  start(name: LimitName, key: string, seconds: number): void;
  /** Returns the remaining seconds, or null if there is no cooldown. */
  secondsLeft(name: LimitName, key: string): number | null;
}

const defaultMaxSize = 20_000;

export function createCooldowns(clock: Pick<Clock, "now">, maxSize = defaultMaxSize): Cooldowns {
  const endsAt = new Map<string, number>();
  const idOf = (name: LimitName, key: string): string => `${name} ${key}`;
  return {
    start: (name, key, seconds) =>
      setBounded(endsAt, idOf(name, key), clock.now() + seconds * 1000, maxSize),
    secondsLeft(name, key) {
      const leftMs = (endsAt.get(idOf(name, key)) ?? 0) - clock.now();
      if (leftMs > 0) return toWaitSeconds(leftMs);
      endsAt.delete(idOf(name, key));
      return null;
    },
  };
}
