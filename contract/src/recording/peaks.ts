import * as v from "valibot";

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Loudness of a recording over time, for its waveform. Each side has one character for each
 * `cellMs`: a digit of Base64url, 0 to 63. 63 is full scale, each step down is 1 dB less, and 0 is
 * silence. An hour has 18 kB. {@link levelsOf} reads a side.
 */
export const RecordingPeaks = v.object({
  cellMs: v.number(),
  left: v.string(),
  right: v.string(),
});
export type RecordingPeaks = v.InferOutput<typeof RecordingPeaks>;

/** Returns the loudness of each cell of a side: 0 is silence, 1 is full scale. */
export const levelsOf = (side: string): number[] =>
  Array.from(side, (digit) => {
    const level = digits.indexOf(digit);
    return level <= 0 ? 0 : 10 ** ((level - 63) / 20);
  });

/** Writes a side of {@link RecordingPeaks}. `levels` are whole numbers from 0 to 63. */
export const peaksOf = (levels: readonly number[]): string =>
  levels.map((level) => digits.charAt(Math.max(0, Math.min(63, level)))).join("");
