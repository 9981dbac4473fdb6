/** Measures how long a counter has not grown although it should. */
export interface StallDetector {
  /**
   * Takes the counter's value at a monotonic time in ms; null counts as no growth. Returns the
   * stall in ms, or 0 while the counter grows or no growth is expected.
   */
  update(value: number | null, expected: boolean, at: number): number;
}

/**
 * A longer gap in ms between two updates was sleep, a frozen page or a lost connection. It does not
 * count as a stall.
 */
const maxGapMs = 5_000;

/**
 * Makes a detector. A counter that fell has started again with a new connection, so it counts as
 * grown unless it is 0.
 */
export function createStallDetector(): StallDetector {
  let lastValue: number | null = null;
  let stalledSince: number | null = null;
  let updatedAt = 0;
  return {
    update: (value, expected, at) => {
      const grew = value !== null && value > 0 && value !== lastValue;
      if (!expected) stalledSince = null;
      else if (stalledSince === null || grew) stalledSince = at;
      else if (at - updatedAt > maxGapMs) stalledSince += at - updatedAt;
      updatedAt = at;
      lastValue = value;
      return stalledSince === null ? 0 : at - stalledSince;
    },
  };
}
