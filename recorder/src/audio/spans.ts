/** A part of the recording, in milliseconds since its start. `toMs` is not part of it. */
export type Span = { readonly fromMs: number; readonly toMs: number };

/** Cuts spans to a part of the recording, and drops those outside it. */
export function clipSpans<S extends Span>(spans: readonly S[], { fromMs, toMs }: Span): S[] {
  return spans
    .map((span) => ({
      ...span,
      fromMs: Math.max(span.fromMs, fromMs),
      toMs: Math.min(span.toMs, toMs),
    }))
    .filter((span) => span.fromMs < span.toMs);
}

/** Joins spans of one key that overlap, or that are at most `maxPauseMs` apart. Sorts by start. */
export function mergeSpans<S extends Span>(
  spans: readonly S[],
  keyOf: (span: S) => string,
  maxPauseMs = 0,
): S[] {
  const merged: S[] = [];
  const lastOf = new Map<string, number>();
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const key = keyOf(span);
    const index = lastOf.get(key) ?? -1;
    const last = merged[index];
    if (last && span.fromMs - last.toMs <= maxPauseMs) {
      merged[index] = { ...last, toMs: Math.max(last.toMs, span.toMs) };
    } else {
      lastOf.set(key, merged.length);
      merged.push(span);
    }
  }
  return merged;
}

/** Returns for how long at least one of the spans lasts. */
export function coveredMs(spans: readonly Span[]): number {
  return mergeSpans(spans, () => "").reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}
