import { samplesPerMs } from "../format.ts";

const secondSamples = 1000 * samplesPerMs;
/** A large error counts when two seconds show it. */
const large = { samples: 30 * samplesPerMs, seconds: 2 };
/** A small one counts when eight seconds show it, because their jitter could look like one. */
const small = { samples: 8 * samplesPerMs, seconds: 8 };

/**
 * Estimates how far a track's place is off. A frame can arrive late and never early, so the least
 * lateness of some seconds is the error: positive if the track's clock is slow, negative if it is
 * fast. All numbers are samples, but where the name says another unit.
 */
export function createDrift() {
  let secondEnd: number | null = null;
  /** The least lateness of each second, the newest one first. */
  let leasts = [Infinity];
  let due = 0;

  function leastOf(seconds: number): number {
    return leasts.length > seconds ? Math.min(...leasts.slice(1, seconds + 1)) : 0;
  }

  return {
    /** The samples to insert, or if negative to drop. */
    due: () => due,

    note(lateness: number, arrivedAt: number): void {
      secondEnd ??= arrivedAt + secondSamples;
      leasts[0] = Math.min(leasts[0] ?? Infinity, lateness);
      // A frame that arrived before its place shows an error without any doubt.
      if (lateness < -small.samples) due = Math.min(due, Math.ceil(lateness));
      if (arrivedAt < secondEnd) return;
      leasts = [Infinity, ...leasts.slice(0, small.seconds)];
      secondEnd = arrivedAt + secondSamples;
      const largeError = leastOf(large.seconds);
      const error = largeError > large.samples ? largeError : leastOf(small.seconds);
      due = Math.abs(error) > small.samples ? Math.trunc(error) : 0;
    },

    corrected(samples: number): void {
      due -= samples;
      leasts = leasts.map((least) => least - samples);
    },

    reset(): void {
      secondEnd = null;
      leasts = [Infinity];
      due = 0;
    },
  };
}
