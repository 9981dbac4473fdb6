import type { Side } from "../format.ts";
import { clipSpans, type Span } from "../spans.ts";

/** A part of one or both sides, and why it is as it is. */
export type Marked = Span & { readonly side: Side | "both"; readonly reason: string };

export type OpenMark = {
  /** Ends a mark that was added without an end. */
  end(toMs: number): void;
};

export type MarkList = ReturnType<typeof createMarkList>;

/** Lists marked parts, some of which have no end yet. */
export function createMarkList() {
  const marks: { mark: Marked }[] = [];

  return {
    add(mark: Omit<Marked, "toMs"> & { readonly toMs?: number }): OpenMark {
      const entry = { mark: { ...mark, toMs: mark.toMs ?? Infinity } };
      marks.push(entry);
      return {
        end: (toMs) => {
          entry.mark = { ...entry.mark, toMs };
        },
      };
    },

    within: (span: Span): Marked[] =>
      clipSpans(
        marks.map(({ mark }) => mark),
        span,
      ),
  };
}

/** Returns the parts of a span that no mark of this side covers, in order. */
export function unmarkedParts(marks: readonly Marked[], side: Side, span: Span): Span[] {
  let parts: Span[] = [span];
  for (const mark of marks) {
    if (mark.side !== side && mark.side !== "both") continue;
    parts = parts.flatMap(({ fromMs, toMs }) => [
      ...clipSpans([{ fromMs, toMs: Math.min(toMs, mark.fromMs) }], span),
      ...clipSpans([{ fromMs: Math.max(fromMs, mark.toMs), toMs }], span),
    ]);
  }
  return parts;
}
