import { type Side, sides } from "../audio/format.ts";
import { peakMs } from "../audio/peaks.ts";
import { clipSpans, coveredMs, mergeSpans, type Span } from "../audio/spans.ts";
import type { Marked } from "../audio/timeline/marks.ts";
import { mergeUtterances, type Utterance } from "../audio/utterances.ts";
import { type Captured, mergeCaptured, type Segment } from "./segment.ts";

export type SideSeconds = {
  /** The length of the file without the gates. */
  readonly expectedSeconds: number;
  /** The same without the gaps. */
  readonly recordedSeconds: number;
  /** The time for which sound arrived, silence included. Mute and reloads make it less. */
  readonly capturedSeconds: number;
};

/** All about a recording but its sound. Times are seconds since the start of the file. */
export type RecordingMetadata = {
  readonly durationSeconds: number;
  readonly left: SideSeconds;
  readonly right: SideSeconds;
  readonly speakers: readonly {
    readonly identity: string;
    readonly side: Side;
    readonly from: number;
    readonly to: number;
  }[];
  readonly gates: readonly MetadataMark[];
  readonly gaps: readonly MetadataMark[];
};

type MetadataMark = {
  readonly side: Side | "both";
  readonly from: number;
  readonly to: number;
  readonly reason: string;
};

export type MetadataCollector = ReturnType<typeof createMetadataCollector>;

/** Collects what the pieces of a file say about a part of the recording. */
export function createMetadataCollector(range: Span) {
  const utterances: Utterance[] = [];
  const captured: Captured[] = [];
  const gates: Marked[] = [];
  const gaps: Marked[] = [];
  const cells = Math.max(0, Math.ceil((range.toMs - range.fromMs) / peakMs));
  const peaks = new Uint8Array(sides.length * cells);

  return {
    addSegment(segment: Segment, span: Span): void {
      utterances.push(...clipSpans(segment.utterances, span));
      captured.push(...clipSpans(segment.captured, span));
      gates.push(...clipSpans(segment.gates, span));
      gaps.push(...clipSpans(segment.gaps, span));
      copyPeaks(segment, span, range.fromMs, peaks);
    },

    addGates(more: readonly Marked[]): void {
      gates.push(...more);
    },

    addLost(span: Span): void {
      gaps.push({ ...span, side: "both", reason: "lost" });
    },

    /** Returns the peaks, left and right in turn. The first cell begins with the file. */
    peaks: (): Uint8Array => peaks,

    metadata(): RecordingMetadata {
      const all = {
        captured: mergeCaptured(clipSpans(captured, range)),
        gates: mergeMarks(clipSpans(gates, range)),
        gaps: mergeMarks(clipSpans(gaps, range)),
      };
      const seconds = (ms: number): number => Math.round(ms) / 1000;
      const relative = <S extends Span>({ fromMs, toMs, ...rest }: S) => ({
        ...rest,
        from: seconds(fromMs - range.fromMs),
        to: seconds(toMs - range.fromMs),
      });
      const durationMs = range.toMs - range.fromMs;
      const sideSeconds = (side: Side): SideSeconds => {
        const silent = all.gates.filter((mark) => isOf(mark, side));
        const missing = all.gaps.filter((mark) => isOf(mark, side));
        return {
          expectedSeconds: seconds(durationMs - coveredMs(silent)),
          recordedSeconds: seconds(durationMs - coveredMs([...silent, ...missing])),
          capturedSeconds: seconds(coveredMs(all.captured.filter((span) => isOf(span, side)))),
        };
      };
      return {
        durationSeconds: seconds(durationMs),
        left: sideSeconds("left"),
        right: sideSeconds("right"),
        speakers: mergeUtterances(clipSpans(utterances, range)).map((utterance) =>
          relative(utterance),
        ),
        gates: all.gates.map((mark) => relative(mark)),
        gaps: all.gaps.map((mark) => relative(mark)),
      };
    },
  };
}

function isOf(mark: { readonly side: Side | "both" }, side: Side): boolean {
  return mark.side === side || mark.side === "both";
}

function mergeMarks(marks: readonly Marked[]): Marked[] {
  return mergeSpans(marks, ({ side, reason }) => `${side} ${reason}`);
}

/** Copies a segment's peaks to the nearest cells of the file, which may begin between two cells. */
function copyPeaks(segment: Segment, span: Span, fileStartMs: number, peaks: Uint8Array): void {
  const firstCell = Math.floor(segment.startMs / peakMs);
  for (const [index, peak] of segment.peaks.entries()) {
    const cellMs = (firstCell + Math.floor(index / sides.length)) * peakMs;
    if (cellMs + peakMs <= span.fromMs || cellMs >= span.toMs) continue;
    const cell = Math.max(0, Math.round((cellMs - fileStartMs) / peakMs));
    const target = sides.length * cell + (index % sides.length);
    if (target < peaks.length) peaks[target] = Math.max(peaks[target] ?? 0, peak);
  }
}
