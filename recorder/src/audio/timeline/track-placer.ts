import { samplesPerMs } from "../format.ts";
import { createDrift } from "./drift.ts";
import { createHeldFrames } from "./held-frames.ts";
import { isQuiet, stretch } from "./stretch.ts";

/** Frames can be this late without a gap before them. */
const maxJitter = 80 * samplesPerMs;
/** Frames that would be placed so far in the future are dropped. */
const maxAhead = 200 * samplesPerMs;
/** The greatest change of speed. It is about an eighth of a semitone. */
const maxStretch = 0.008;

/** Samples and the place of the first one, in samples since the recording's start. */
export type Chunk = { readonly start: number; readonly samples: Int16Array };

export type TrackPlacer = ReturnType<typeof createTrackPlacer>;

/**
 * Finds the place of each frame of one track. Frames have no timestamps, only times of arrival, so:
 *
 * - Frames follow each other without a gap while none is later than the jitter allows.
 * - Frames that come later are held. If the next ones come at once, the reader was slow, and all of
 *   them follow what was there.
 * - If not, the track had a gap, and they are placed by their arrival. The most punctual frame
 *   counts. The first frames of a track are placed in the same way.
 * - Small errors, and clocks of another speed, are corrected in quiet frames at once, and in others
 *   by stretching them a little.
 *
 * Positions and times are samples since the recording's start.
 */
export function createTrackPlacer() {
  const drift = createDrift();
  const held = createHeldFrames();
  const placed: Chunk[] = [];
  let isAnchored = false;
  let cursor: number | null = null;

  function append(samples: Int16Array, at: number): void {
    placed.push({ start: at, samples });
    cursor = at + samples.length;
  }

  function appendCorrected(samples: Int16Array, at: number): void {
    const due = drift.due();
    if (due === 0) return append(samples.slice(), at);
    const most = isQuiet(samples) ? Infinity : Math.floor(samples.length * maxStretch);
    const change = Math.max(-samples.length, -most, Math.min(most, due));
    drift.corrected(change);
    if (most < Infinity) return append(stretch(samples, samples.length + change), at);
    if (change > 0) return append(samples.slice(), at + change);
    append(samples.slice(-change), at);
  }

  /** Places the held frames, after a gap of this length. */
  function release(gap: number): void {
    const shift = Math.round(gap);
    if (!isAnchored || shift > 0) drift.reset();
    isAnchored = true;
    cursor = (cursor ?? 0) + shift;
    for (const samples of held.take()) append(samples, cursor);
  }

  function hold(samples: Int16Array, lateness: number, arrivedAt: number): void {
    held.add(samples, lateness, arrivedAt);
    if (isAnchored && held.leastLateness() <= maxJitter) release(0);
    else if (held.isTimeToDecide(arrivedAt)) release(held.leastLateness());
  }

  return {
    write(samples: Int16Array, arrivedAt: number): void {
      if (samples.length === 0) return;
      cursor ??= Math.round(arrivedAt) - samples.length;
      let lateness = arrivedAt - (cursor + held.length() + samples.length);
      if (lateness > held.leastLateness() + maxJitter) {
        // The held frames are from before another gap or pause of the reader.
        release(held.leastLateness());
        lateness = arrivedAt - (cursor + samples.length);
      }
      if (!isAnchored || !held.isEmpty() || lateness > maxJitter)
        return hold(samples, lateness, arrivedAt);
      if (lateness < -maxAhead) return;
      drift.note(lateness, arrivedAt);
      appendCorrected(samples, cursor);
    },

    /** Returns the chunks that begin before a place. Held frames that belong there are placed. */
    chunksBefore(end: number): readonly Chunk[] {
      const heldStart = (cursor ?? 0) + held.leastLateness();
      if (heldStart < end) release(held.leastLateness());
      const after = placed.findIndex(({ start }) => start >= end);
      return after === -1 ? placed : placed.slice(0, after);
    },

    /** Forgets the chunks that end before a place. */
    forgetBefore(start: number): void {
      const first = placed.findIndex((chunk) => chunk.start + chunk.samples.length > start);
      placed.splice(0, first === -1 ? placed.length : first);
    },

    isEmpty: () => placed.length === 0 && held.isEmpty(),
  };
}
