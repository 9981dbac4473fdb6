/** Below −42 dB of full scale a short hole or a cut is not heard. */
const quietPeak = 260;

export function isQuiet(samples: Int16Array): boolean {
  for (const sample of samples) if (sample > quietPeak || sample < -quietPeak) return false;
  return true;
}

/** Changes the number of samples by linear interpolation. The first and last sample stay. */
export function stretch(samples: Int16Array, length: number): Int16Array {
  const stretched = new Int16Array(length);
  const step = (samples.length - 1) / Math.max(1, length - 1);
  for (let i = 0; i < length; i++) {
    const at = i * step;
    const before = samples[Math.floor(at)] ?? 0;
    const after = samples[Math.ceil(at)] ?? before;
    stretched[i] = Math.round(before + (after - before) * (at % 1));
  }
  return stretched;
}
