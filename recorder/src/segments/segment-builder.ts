import { blockMs } from "../audio/format.ts";
import type { StereoEncoder } from "../audio/opus/stereo-encoder.ts";
import { createPeaks } from "../audio/peaks.ts";
import type { StereoBlock, Timeline } from "../audio/timeline/timeline.ts";
import { mergeUtterances, type Utterance } from "../audio/utterances.ts";
import { type Captured, mergeCaptured, type Segment, segmentMs } from "./segment.ts";

export type SegmentBuilderDeps = {
  readonly attempt: number;
  readonly encoder: StereoEncoder;
  readonly timeline: Pick<Timeline, "gatesWithin" | "gapsWithin">;
};

export type SegmentBuilder = ReturnType<typeof createSegmentBuilder>;

/**
 * Encodes blocks, and makes a segment of those between two multiples of four seconds. Blocks must
 * follow each other.
 */
export function createSegmentBuilder({ attempt, encoder, timeline }: SegmentBuilderDeps) {
  let open: ReturnType<typeof createOpenSegment> | null = null;

  function close(): Segment | null {
    if (!open) return null;
    const { startMs, endMs, ...contents } = open.contents();
    open = null;
    const span = { fromMs: startMs, toMs: endMs };
    const gates = timeline.gatesWithin(span);
    return { attempt, startMs, ...contents, gates, gaps: timeline.gapsWithin(span) };
  }

  return {
    /** Takes the next block, and returns the segment that it completes. */
    add(block: StereoBlock): Segment | null {
      open ??= createOpenSegment(block.startMs);
      open.add(block, encoder.encode(block.samples));
      return (block.startMs + blockMs) % segmentMs === 0 ? close() : null;
    },

    /** Returns what there is since the last segment, if anything. */
    close,
  };
}

function createOpenSegment(startMs: number) {
  const packets: Uint8Array[] = [];
  const peaks = createPeaks(startMs);
  let utterances: Utterance[] = [];
  let captured: Captured[] = [];

  return {
    add(block: StereoBlock, packet: Uint8Array): void {
      const span = { fromMs: block.startMs, toMs: block.startMs + blockMs };
      packets.push(packet);
      peaks.add(block.startMs, block.samples);
      utterances = mergeUtterances([
        ...utterances,
        ...block.speaking.map((voice) => ({ ...span, ...voice })),
      ]);
      captured = mergeCaptured([...captured, ...block.captured.map((side) => ({ ...span, side }))]);
    },
    contents: () => ({
      startMs,
      endMs: startMs + packets.length * blockMs,
      packets,
      peaks: peaks.bytes(),
      utterances,
      captured,
    }),
  };
}
