/** Returns the value below which the share `p` (0 to 1) of the samples lies. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

/** Returns one line of a report: median, p90 and p99 in ms, and their ratios to the floor. */
export function line(name: string, samples: readonly number[], floor: readonly number[]): string {
  const cells = [0.5, 0.9, 0.99].map((p) => {
    const value = percentile(samples, p);
    return `${value.toFixed(2).padStart(8)} ms (${(value / percentile(floor, p)).toFixed(2)}×)`;
  });
  return `${name.padEnd(28)}${cells.join("")}   n=${samples.length}`;
}
