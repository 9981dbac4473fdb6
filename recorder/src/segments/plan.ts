import { blockMs } from "../audio/format.ts";
import type { Segment } from "./segment.ts";

/** A stored segment: what is known of it without reading it, and how to read it. */
export type SegmentRef = Pick<Segment, "attempt" | "startMs"> & {
  /** The number of its packets. */
  readonly blocks: number;
  /** Returns null if the segment is gone or damaged. */
  load(): Promise<Segment | null>;
};

/** A part of the file, in blocks since the recording's start, and where to take it from. */
export type Piece = {
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly ref: SegmentRef | null;
};

/**
 * Splits a part of the recording into pieces. Where segments overlap, that of the latest attempt
 * counts, because it was made by the recorder that held the lease. Of one attempt, the segment that
 * starts later counts. Where there is no segment, the piece has none.
 */
export function planPieces(
  refs: readonly SegmentRef[],
  fromBlock: number,
  toBlock: number,
): Piece[] {
  const spans = refs.map((ref) => ({
    ref,
    from: ref.startMs / blockMs,
    to: ref.startMs / blockMs + ref.blocks,
  }));
  spans.sort((a, b) => b.ref.attempt - a.ref.attempt || b.from - a.from);
  const edges = [fromBlock, toBlock, ...spans.flatMap(({ from, to }) => [from, to])]
    .filter((edge) => edge >= fromBlock && edge <= toBlock)
    .sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [index, edge] of edges.entries()) {
    const next = edges[index + 1] ?? edge;
    if (next === edge) continue;
    const ref = spans.find(({ from, to }) => from <= edge && next <= to)?.ref ?? null;
    const last = pieces.at(-1);
    if (last?.ref === ref) pieces[pieces.length - 1] = { ...last, toBlock: next };
    else pieces.push({ fromBlock: edge, toBlock: next, ref });
  }
  return pieces;
}
