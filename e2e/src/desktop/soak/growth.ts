/** A measurement after a number of calls. */
export interface Sample {
  readonly calls: number;
  readonly size: number;
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
};

/**
 * Returns what each call adds: the median of the slopes between all pairs of samples
 * (Theil and Sen). Three samples in ten may be far off, for example taken before objects of WebRTC
 * were freed, and the median stays where it is.
 */
export function growthPerCall(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((other) => (other.size - one.size) / (other.calls - one.calls)),
  );
  return median(slopes);
}
