import type { Clock } from "@synapse-voice/platform/clock";
import { setBounded } from "./bounded-map.ts";
import { secondsOf } from "./counter.ts";
import type { LimitName } from "./limits.ts";

/**
 * Who has been told to wait, until when. In this server's memory alone: to forget one costs one
 * more question to the counter.
 */
export interface Blocks {
  add(name: LimitName, key: string, seconds: number): void;
  /** Seconds that are left to wait; null where nothing is known. */
  left(name: LimitName, key: string): number | null;
}

/** As many as may wait at once before some are asked of the counter again. */
const usualMost = 20_000;

export function createBlocks(clock: Pick<Clock, "now">, most = usualMost): Blocks {
  const until = new Map<string, number>();
  const idOf = (name: LimitName, key: string): string => `${name} ${key}`;
  return {
    add: (name, key, seconds) =>
      setBounded(until, idOf(name, key), clock.now() + seconds * 1000, most),
    left(name, key) {
      const ms = (until.get(idOf(name, key)) ?? 0) - clock.now();
      if (ms > 0) return secondsOf(ms);
      until.delete(idOf(name, key));
      return null;
    },
  };
}
