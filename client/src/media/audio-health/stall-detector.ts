/** How long a counter has stood still although it should grow. */
export interface Standstill {
  /**
   * Takes in a look at the counter at a monotonic time; null counts as no growth. Returns the ms of
   * standstill, 0 while all is well or nothing is expected.
   */
  see(value: number | null, expected: boolean, at: number): number;
}

/**
 * A gap between two looks that is longer than this (ms) was sleep, a frozen page or a lost
 * connection, and is nobody's silence.
 */
const longestGap = 5_000;

/**
 * Makes one. A counter that fell has begun anew with a new connection, so it counts as grown where
 * it is not 0.
 */
export function createStandstill(): Standstill {
  let last: number | null = null;
  let since: number | null = null;
  let seenAt = 0;
  return {
    see: (value, expected, at) => {
      const grew = value !== null && value > 0 && value !== last;
      if (!expected) since = null;
      else if (since === null || grew) since = at;
      else if (at - seenAt > longestGap) since += at - seenAt;
      seenAt = at;
      last = value;
      return since === null ? 0 : at - since;
    },
  };
}
