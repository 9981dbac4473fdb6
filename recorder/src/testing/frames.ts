import { samplesPerMs } from "../audio/format.ts";

/** A frame as a reader of a track gets it. */
export type Arrival = { readonly samples: Int16Array; readonly arrivedAtMs: number };

/** Makes numbers in [0, 1) that are the same in each run. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Cuts sound that begins at a time into frames, which arrive at their ends. */
export function framesOf(sound: Int16Array, startMs: number, frameMs = 10): Arrival[] {
  const length = frameMs * samplesPerMs;
  return Array.from({ length: Math.floor(sound.length / length) }, (_, index) => ({
    samples: sound.subarray(index * length, (index + 1) * length),
    arrivedAtMs: startMs + (index + 1) * frameMs,
  }));
}

/** Delays each frame by a random time, and keeps their order. */
export function jittered(frames: readonly Arrival[], maxMs: number, seed = 1): Arrival[] {
  const random = createRandom(seed);
  let lastMs = -Infinity;
  return frames.map((frame) => {
    lastMs = Math.max(lastMs, frame.arrivedAtMs + random() * maxMs);
    return { ...frame, arrivedAtMs: lastMs };
  });
}

/** Lets all frames of a time arrive together at its end, as after a pause of the reader. */
export function stalled(frames: readonly Arrival[], fromMs: number, toMs: number): Arrival[] {
  return frames.map((frame) =>
    frame.arrivedAtMs >= fromMs && frame.arrivedAtMs < toMs
      ? { ...frame, arrivedAtMs: toMs }
      : frame,
  );
}
