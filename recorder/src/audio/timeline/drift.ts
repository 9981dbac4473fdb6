import { samplesPerMs } from "../format.ts";

/** Lateness is judged by the most punctual frame of this time and of the same time before. */
const windowSamples = 1000 * samplesPerMs;
/** Errors up to this size stay. */
const toleranceSamples = 5 * samplesPerMs;

export type Drift = ReturnType<typeof createDrift>;

/**
 * Estimates how far a track's place is off. A frame can arrive late and never early, so the least
 * lateness of a window is the error: positive if the track's clock is slow, negative if it is fast.
 * All numbers are samples.
 */
export function createDrift() {
  let windowEnd: number | null = null;
  let least = Infinity;
  let leastBefore = Infinity;
  let due = 0;

  return {
    /** The samples to insert, or if negative to drop. */
    due: () => due,

    note(lateness: number, arrivedAt: number): void {
      windowEnd ??= arrivedAt + windowSamples;
      least = Math.min(least, lateness);
      // A frame that arrived before its place shows an error without any doubt.
      if (lateness < -toleranceSamples) due = Math.min(due, Math.ceil(lateness));
      if (arrivedAt < windowEnd) return;
      const error = Math.min(least, leastBefore);
      due = Math.abs(error) > toleranceSamples ? Math.trunc(error) : 0;
      leastBefore = least;
      least = Infinity;
      windowEnd = arrivedAt + windowSamples;
    },

    corrected(samples: number): void {
      due -= samples;
      least -= samples;
      leastBefore -= samples;
    },

    reset(): void {
      windowEnd = null;
      least = Infinity;
      leastBefore = Infinity;
      due = 0;
    },
  };
}
