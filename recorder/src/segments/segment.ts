import type { Marked } from "../audio/timeline/marks.ts";
import type { Side } from "../audio/format.ts";
import { mergeSpans, type Span } from "../audio/spans.ts";
import type { Utterance } from "../audio/utterances.ts";

/** The longest time of a segment that the format allows. */
export const maxSegmentMs = 10_000;
/**
 * The time of a segment. When a recorder is killed, its open segment is lost, then a second that is
 * not encoded yet, then the time until another recorder has taken over. That must be less than 10
 * s.
 */
export const segmentMs = 4_000;

/** A time in which sound of one side arrived. It may be silence. */
export type Captured = Span & { readonly side: Side };

/**
 * Some seconds of a recording that can be stored and understood alone. All times are milliseconds
 * since the recording's start.
 */
export type Segment = {
  /** The number of the attempt that recorded it. Each takeover begins a new attempt. */
  readonly attempt: number;
  /** A multiple of 20. */
  readonly startMs: number;
  /** Opus packets of 20 ms. */
  readonly packets: readonly Uint8Array[];
  /** Peaks of both lanes, from the cell on in which the segment starts. */
  readonly peaks: Uint8Array;
  readonly utterances: readonly Utterance[];
  readonly captured: readonly Captured[];
  readonly gates: readonly Marked[];
  readonly gaps: readonly Marked[];
};

export function mergeCaptured(captured: readonly Captured[]): Captured[] {
  return mergeSpans(captured, ({ side }) => side);
}
