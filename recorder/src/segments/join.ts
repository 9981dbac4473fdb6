import { blockMs, blockSamples, samplesPerMs } from "../audio/format.ts";
import { type Comments } from "../audio/ogg/opus-headers.ts";
import { createOggOpusWriter } from "../audio/ogg/writer.ts";
import { encoderDelaySamples, silencePacket } from "../audio/opus/stereo-encoder.ts";
import type { Marked } from "../audio/timeline/marks.ts";
import { createMetadataCollector, type RecordingMetadata } from "./metadata.ts";
import { type Piece, planPieces, type SegmentRef } from "./plan.ts";
import type { Segment } from "./segment.ts";

export type JoinOptions = {
  /** The part of the recording that becomes the file, in milliseconds since its start. */
  readonly startMs: number;
  readonly endMs: number;
  readonly serial: number;
  readonly comments: Comments;
  /** Gates that are known beside those of the segments. What is lost in a gate is not missing. */
  readonly gates?: readonly Marked[];
};

export type JoinedRecording = {
  /** The Ogg Opus file. It can be read once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Returns what the segments said. It is complete when all chunks are read. */
  metadata(): RecordingMetadata;
  /** Returns the peaks in the same way. Cell 0 begins with the file. */
  peaks(): Uint8Array;
};

/**
 * Joins segments into one file. The file begins and ends on the sample. Segments that are missing
 * become silence, and a gap with the reason `lost`. The packets are copied: nothing is decoded.
 */
export function joinSegments(refs: readonly SegmentRef[], options: JoinOptions): JoinedRecording {
  const { startMs, endMs, serial, comments, gates = [] } = options;
  const collector = createMetadataCollector({ fromMs: startMs, toMs: endMs });
  collector.addGates(gates);
  const firstBlock = Math.floor(startMs / blockMs);
  const cut = Math.round((startMs - firstBlock * blockMs) * samplesPerMs);
  const preSkip = encoderDelaySamples + cut;
  const endSamples = preSkip + Math.round((endMs - startMs) * samplesPerMs);
  const endBlock = firstBlock + Math.ceil(endSamples / blockSamples);

  const writer = createOggOpusWriter({ serial, preSkip, comments });

  async function* partOf(
    refs: readonly SegmentRef[],
    fromBlock: number,
    toBlock: number,
  ): AsyncGenerator<Uint8Array> {
    for (const piece of planPieces(refs, fromBlock, toBlock)) {
      const segment = await loadAsPlanned(piece.ref);
      if (!segment && piece.ref) {
        // Another attempt may have a segment for this time.
        const others = refs.filter((ref) => ref !== piece.ref);
        yield* partOf(others, piece.fromBlock, piece.toBlock);
        continue;
      }
      const span = { fromMs: piece.fromBlock * blockMs, toMs: piece.toBlock * blockMs };
      if (segment) collector.addSegment(segment, span);
      else collector.addLost(span);
      for (const packet of packetsOf(piece, segment)) yield* writer.write(packet);
    }
  }

  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield* writer.headers();
    yield* partOf(refs, firstBlock, endBlock);
    yield writer.finish(endSamples);
  }

  return { chunks: chunks(), metadata: collector.metadata, peaks: collector.peaks };
}

/** Loads a segment. One that is not what the plan was made for counts as missing. */
async function loadAsPlanned(ref: SegmentRef | null): Promise<Segment | null> {
  const segment = (await ref?.load()) ?? null;
  const isAsPlanned = segment?.startMs === ref?.startMs && segment?.packets.length === ref?.blocks;
  return isAsPlanned ? segment : null;
}

function packetsOf({ fromBlock, toBlock }: Piece, segment: Segment | null): Iterable<Uint8Array> {
  if (!segment) return Array.from({ length: toBlock - fromBlock }, () => silencePacket);
  const offset = segment.startMs / blockMs;
  return segment.packets.slice(fromBlock - offset, toBlock - offset);
}
