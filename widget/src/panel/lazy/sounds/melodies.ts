/** A tone of a melody. Times are in seconds from the start of the melody. */
interface Note {
  readonly hertz: number;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** Time in which it rises from silence. Its end falls in the same time. Default: 0.02 s. */
  readonly fadeSeconds?: number;
}

/** A short piece of sound. */
export interface Melody {
  readonly durationSeconds: number;
  /** Level of one tone, between 0 and 1. */
  readonly gain: number;
  readonly notes: readonly Note[];
}

const chord = (startSeconds: number, ...tones: readonly number[]): readonly Note[] =>
  tones.map((hertz) => ({ hertz, startSeconds, durationSeconds: 5, fadeSeconds: 2 }));

/**
 * All sounds of the widget. None uses 440 or 880 Hz, because the tests of call audio listen for
 * these.
 */
export const melodies = {
  /** An agent calls: two notes, played twice, and a rest. */
  ring: {
    durationSeconds: 3,
    gain: 0.2,
    notes: [0, 0.7].flatMap((startSeconds) => [
      { hertz: 523, startSeconds, durationSeconds: 0.25 },
      { hertz: 659, startSeconds: startSeconds + 0.2, durationSeconds: 0.35 },
    ]),
  },
  /** The customer's call rings: the tone of a telephone. */
  ringback: {
    durationSeconds: 5,
    gain: 0.06,
    notes: [{ hertz: 425, startSeconds: 0, durationSeconds: 1 }],
  },
  /** The customer's call waits in the queue: two soft chords with pauses. */
  queue: {
    durationSeconds: 14,
    gain: 0.012,
    notes: [...chord(0, 174.61, 261.63, 329.63, 392), ...chord(7, 196, 293.66, 349.23, 493.88)],
  },
  /** Somebody has answered. It plays once. */
  answered: {
    durationSeconds: 0.6,
    gain: 0.12,
    notes: [
      { hertz: 587.33, startSeconds: 0, durationSeconds: 0.2 },
      { hertz: 783.99, startSeconds: 0.14, durationSeconds: 0.4 },
    ],
  },
} as const satisfies Record<string, Melody>;

export type Sound = keyof typeof melodies;

/** Computes one round of a melody. Both ends are silent, so that a repetition does not click. */
export function samplesOf(
  { durationSeconds, gain, notes }: Melody,
  sampleRate: number,
): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(durationSeconds * sampleRate));
  for (const note of notes) {
    const first = Math.round(note.startSeconds * sampleRate);
    const count = Math.round(note.durationSeconds * sampleRate);
    const fadeSeconds = note.fadeSeconds ?? 0.02;
    for (let index = 0; index < count; index += 1) {
      const t = index / sampleRate;
      const fade = Math.min(1, t / fadeSeconds, (note.durationSeconds - t) / fadeSeconds);
      samples[first + index] =
        (samples[first + index] ?? 0) + gain * fade * Math.sin(2 * Math.PI * note.hertz * t);
    }
  }
  return samples;
}
