import { blockMs, blockSamples, samplesPerMs, type Side, sides } from "../format.ts";
import type { Span } from "../spans.ts";
import { createMarkList, type Marked, unmarkedParts } from "./marks.ts";
import { addChunks, saturate } from "./mix.ts";
import { createTrackPlacer, type TrackPlacer } from "./track-placer.ts";

/** Someone speaks if their mean level in a block is above −42 dB of full scale. */
const speechEnergy = blockSamples * 260 ** 2;
/** A track without a frame for this time is forgotten. If it comes back, it is placed anew. */
const forgetAfterMs = 60_000;

/** A published track. The identity decides the side. */
export type Source = { readonly identity: string; readonly trackSid: string };

/** 20 ms of both sides. */
export type StereoBlock = {
  /** Since the recording's start. */
  readonly startMs: number;
  /** Left and right in turn. */
  readonly samples: Int16Array;
  /** The sides of which more than half of the block's samples arrived. */
  readonly captured: readonly Side[];
  readonly speaking: readonly { readonly identity: string; readonly side: Side }[];
};

export type TimelineOptions = {
  sideOf(identity: string): Side;
  /** The start of the first block. A recorder that takes over begins in the middle. */
  readonly readFromMs?: number;
};

type Track = Source & { readonly side: Side; readonly placer: TrackPlacer; lastWriteMs: number };
export type Timeline = ReturnType<typeof createTimeline>;

/**
 * Puts the frames of all tracks at their times and mixes them into two sides. All times are
 * milliseconds since the recording's start, by a clock that never jumps.
 *
 * Gates are parts that must be silent, such as a pause. Gaps are parts that are missing. Losses are
 * gaps whose sound is dropped. All can be added until they are read.
 */
export function createTimeline({ sideOf, readFromMs = 0 }: TimelineOptions) {
  const tracks = new Map<string, Track>();
  const gates = createMarkList();
  const gaps = createMarkList();
  const losses = createMarkList();
  let nextBlock = Math.ceil(readFromMs / blockMs);

  function trackOf(source: Source): Track {
    const key = JSON.stringify([source.identity, source.trackSid]);
    const known = tracks.get(key);
    if (known) return known;
    const { identity, trackSid } = source;
    const side = sideOf(identity);
    const track = { identity, trackSid, side, placer: createTrackPlacer(), lastWriteMs: 0 };
    tracks.set(key, track);
    return track;
  }

  function readBlock(): StereoBlock {
    const startMs = nextBlock++ * blockMs;
    const span = { fromMs: startMs, toMs: startMs + blockMs };
    const closed = [...gates.within(span), ...losses.within(span)];
    const samples = new Int16Array(2 * blockSamples);
    const mixes = sides.map((side, channel) => {
      const own = [...tracks.values()].filter((track) => track.side === side);
      const mix = mixSide(own, unmarkedParts(closed, side, span), startMs * samplesPerMs);
      saturate(mix.sums, samples, channel === 0 ? 0 : 1);
      return { side, ...mix };
    });
    return {
      startMs,
      samples,
      captured: mixes.filter((mix) => mix.isCaptured).map(({ side }) => side),
      speaking: mixes.flatMap(({ side, speaking }) =>
        speaking.map((identity) => ({ identity, side })),
      ),
    };
  }

  function forgetBefore(ms: number): void {
    for (const [key, track] of tracks) {
      track.placer.forgetBefore(ms * samplesPerMs);
      if (track.placer.isEmpty() && track.lastWriteMs < ms - forgetAfterMs) tracks.delete(key);
    }
  }

  return {
    /** Takes a frame of mono sound. It is copied. */
    write(source: Source, samples: Int16Array, arrivedAtMs: number): void {
      const track = trackOf(source);
      track.lastWriteMs = arrivedAtMs;
      track.placer.write(samples, arrivedAtMs * samplesPerMs);
    },

    addGate: gates.add,
    addGap: gaps.add,
    addLoss: losses.add,
    gatesWithin: (span: Span): Marked[] => gates.within(span),
    gapsWithin: (span: Span): Marked[] => [...gaps.within(span), ...losses.within(span)],

    /** Returns the next blocks that end by this time. What arrives for them later is dropped. */
    *read(untilMs: number): Generator<StereoBlock> {
      while ((nextBlock + 1) * blockMs <= untilMs) {
        yield readBlock();
        forgetBefore(nextBlock * blockMs);
      }
    },
  };
}

/** Mixes the parts of a side's block that no gate closes. */
function mixSide(tracks: readonly Track[], open: readonly Span[], blockStart: number) {
  const sums = new Int32Array(blockSamples);
  const energyOf = new Map<string, number>();
  let arrived = 0;
  for (const { identity, placer } of tracks) {
    const chunks = placer.chunksBefore(blockStart + blockSamples);
    let count = 0;
    for (const { fromMs, toMs } of open) {
      const [from, to] = [Math.round(fromMs * samplesPerMs), Math.round(toMs * samplesPerMs)];
      const added = addChunks(sums, blockStart, chunks, from, to);
      count += added.samples;
      energyOf.set(identity, (energyOf.get(identity) ?? 0) + added.energy);
    }
    arrived = Math.max(arrived, count);
  }
  const speaking = [...energyOf].filter(([, energy]) => energy >= speechEnergy);
  return {
    sums,
    isCaptured: arrived > blockSamples / 2,
    speaking: speaking.map(([identity]) => identity),
  };
}
