import type { Chunk } from "./track-placer.ts";

/** The part of one track in a block. */
export type Added = { readonly samples: number; readonly energy: number };

/**
 * Adds those samples of the chunks that lie in `[from, to)` to a block that begins at
 * `blockStart`. Positions are samples since the recording's start.
 */
export function addChunks(
  sums: Int32Array,
  blockStart: number,
  chunks: readonly Chunk[],
  from: number,
  to: number,
): Added {
  let count = 0;
  let energy = 0;
  for (const { start, samples } of chunks) {
    const last = Math.min(to, start + samples.length);
    for (let at = Math.max(from, start); at < last; at++) {
      const sample = samples[at - start] ?? 0;
      const index = at - blockStart;
      sums[index] = (sums[index] ?? 0) + sample;
      energy += sample * sample;
      count++;
    }
  }
  return { samples: count, energy };
}

/** Writes the sums into one channel of interleaved samples. What is too loud is cut off. */
export function saturate(sums: Int32Array, interleaved: Int16Array, channel: 0 | 1): void {
  let index: number = channel;
  for (const sum of sums) {
    interleaved[index] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum;
    index += 2;
  }
}
