import { createOpusEncoder } from "../audio/opus/opus-encoder.ts";
import { createTimeline, type Source, type Timeline } from "../audio/timeline/timeline.ts";
import { createSegmentBuilder } from "../segments/segment-builder.ts";
import { decodeSegment, encodeSegment } from "../segments/segment-format.ts";
import type { SegmentRef } from "../segments/plan.ts";
import type { Segment } from "../segments/segment.ts";
import type { Arrival } from "./frames.ts";

const delayMs = 1000;

export type Attempt = {
  readonly attempt: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** A recorder that is killed loses its open segment. */
  readonly isKilled?: boolean;
  readonly prepare?: (timeline: Timeline) => void;
};

/** Records arrivals as one attempt does, and returns the segments as they are read from storage. */
export function record(
  { attempt, fromMs, untilMs, isKilled = false, prepare }: Attempt,
  tracks: readonly (readonly [Source, readonly Arrival[]])[],
): SegmentRef[] {
  const timeline = createTimeline({
    sideOf: (identity) => (identity.startsWith("customer") ? "left" : "right"),
    readFromMs: fromMs,
  });
  prepare?.(timeline);
  const builder = createSegmentBuilder({ attempt, encoder: createOpusEncoder(), timeline });
  const arrivals = tracks
    .flatMap(([source, frames]) => frames.map((frame) => ({ source, ...frame })))
    .filter(({ arrivedAtMs }) => arrivedAtMs >= fromMs)
    .sort((a, b) => a.arrivedAtMs - b.arrivedAtMs);
  const stored: Uint8Array[] = [];
  const store = (segment: Segment | null): void => {
    if (segment) stored.push(encodeSegment(segment));
  };
  const lastReadMs = isKilled ? untilMs - delayMs : untilMs;
  let next = 0;
  for (let nowMs = fromMs; nowMs <= lastReadMs + delayMs; nowMs += 20) {
    for (let arrival = arrivals[next]; arrival && arrival.arrivedAtMs <= nowMs;) {
      timeline.write(arrival.source, arrival.samples, arrival.arrivedAtMs);
      arrival = arrivals[++next];
    }
    for (const block of timeline.read(nowMs - delayMs)) store(builder.add(block));
  }
  if (!isKilled) store(builder.close());
  return stored.map((bytes) => {
    const { startMs, packets } = decodeSegment(bytes);
    const load = (): Promise<Segment> => Promise.resolve(decodeSegment(bytes));
    return { attempt, startMs, blocks: packets.length, load };
  });
}
