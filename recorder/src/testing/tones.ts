import { sampleRate, samplesPerMs } from "../audio/format.ts";

/** Makes a tone that begins at phase 0. */
export function tone(hertz: number, ms: number, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: ms * samplesPerMs }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * i) / sampleRate)),
  );
}

export function silence(ms: number): Int16Array {
  return new Int16Array(ms * samplesPerMs);
}

export function concatSamples(...parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Takes one side out of interleaved samples. */
export function lane(interleaved: Int16Array, side: "left" | "right"): Int16Array {
  const first = side === "left" ? 0 : 1;
  return Int16Array.from({ length: interleaved.length / 2 }, (_, i) => interleaved[2 * i + first]!);
}

/** Returns the amplitude of one frequency in a part of the samples (Goertzel's algorithm). */
export function amplitudeAt(
  samples: Int16Array,
  hertz: number,
  fromMs: number,
  toMs: number,
): number {
  const from = Math.round(fromMs * samplesPerMs);
  const to = Math.min(samples.length, Math.round(toMs * samplesPerMs));
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [last, beforeLast] = [0, 0];
  for (let i = from; i < to; i++)
    [last, beforeLast] = [samples[i]! + factor * last - beforeLast, last];
  const power = last * last + beforeLast * beforeLast - factor * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / (to - from);
}

/** Returns when samples first become louder than a level, in milliseconds, or null. */
export function firstLouder(samples: Int16Array, level: number, fromMs = 0): number | null {
  const from = Math.round(fromMs * samplesPerMs);
  const index = samples.subarray(from).findIndex((sample) => Math.abs(sample) > level);
  return index === -1 ? null : (from + index) / samplesPerMs;
}

export function loudest(samples: Int16Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

/** Returns the amplitudes of a frequency in each tenth of a second, the smallest first. */
function amplitudesAt(
  samples: Int16Array,
  hertz: number,
  fromMs: number,
  toMs: number,
): readonly number[] {
  const amplitudes: number[] = [];
  for (let ms = fromMs; ms + 100 <= toMs; ms += 50)
    amplitudes.push(amplitudeAt(samples, hertz, ms, ms + 100));
  return amplitudes.sort((a, b) => a - b);
}

/** Returns the greatest amplitude that a frequency has in any tenth of a second. */
export const greatestAmplitudeAt = (
  samples: Int16Array,
  hertz: number,
  fromMs = 0,
  toMs = samples.length / samplesPerMs,
): number => amplitudesAt(samples, hertz, fromMs, toMs).at(-1) ?? 0;

/**
 * Returns the median of the amplitudes that a frequency has in tenths of a second. The network may
 * stretch a long tone, so that it is not in phase with itself.
 */
export function usualAmplitudeAt(
  samples: Int16Array,
  hertz: number,
  fromMs: number,
  toMs: number,
): number {
  const amplitudes = amplitudesAt(samples, hertz, fromMs, toMs);
  return amplitudes[Math.floor(amplitudes.length / 2)] ?? 0;
}
