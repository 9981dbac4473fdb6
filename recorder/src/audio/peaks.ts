import { sides } from "./format.ts";

/** Each lane has one byte for this time, so both have 18 kB for an hour. */
export const peakMs = 400;

/**
 * Returns the byte of a sample's level: 255 is full scale, and each step down is 0.25 dB less. 0 is
 * silence, or less than −63.5 dB.
 */
export function peakByte(sample: number): number {
  if (sample === 0) return 0;
  const level = 20 * Math.log10(Math.abs(sample) / 32_768);
  return Math.max(0, Math.min(255, Math.round(255 + 4 * level)));
}

/** Collects the peaks of both lanes from a time on. Cells begin at multiples of `peakMs`. */
export function createPeaks(startMs: number) {
  const firstCell = Math.floor(startMs / peakMs);
  const loudest: number[] = [];

  return {
    /** Takes a block of interleaved samples. */
    add(blockStartMs: number, samples: Int16Array): void {
      const cell = Math.floor(blockStartMs / peakMs) - firstCell;
      for (let lane = 0; lane < sides.length; lane++) {
        const index = sides.length * cell + lane;
        let peak = loudest[index] ?? 0;
        for (let i = lane; i < samples.length; i += sides.length) {
          const sample = samples[i] ?? 0;
          if (sample > peak) peak = sample;
          else if (-sample > peak) peak = -sample;
        }
        loudest[index] = peak;
      }
    },

    /** Returns the bytes so far, left and right in turn. */
    bytes: (): Uint8Array => Uint8Array.from(loudest, (peak) => peakByte(peak)),
  };
}
