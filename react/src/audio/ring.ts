import { takeBrowserTurn, type TakeTurn } from "./ring-turn.ts";

/** What a ring says: somebody calls, somebody calls while I talk, or my own call rings over there. */
export type RingKind = "incoming" | "waiting" | "outgoing";

/** Makes a ringing call heard. */
export interface Ring {
  /** Rings until `stop`; starting the same kind again does nothing. */
  start(kind: RingKind): void;
  /** Falls silent at once. */
  stop(): void;
  /** True while it should ring but the browser plays nothing before a click or key. */
  isBlocked(): boolean;
  subscribe(listener: () => void): () => void;
}

interface Note {
  readonly hertz: number;
  readonly at: number;
  readonly seconds: number;
}
interface Melody {
  readonly seconds: number;
  readonly loudness: number;
  readonly notes: readonly Note[];
}

/**
 * Two rising calls and a rest; a short tick; a far, soft ring. None uses 440 or 880 Hz, which line
 * tests listen for.
 */
const melodies: Record<RingKind, Melody> = {
  incoming: {
    seconds: 3,
    loudness: 0.5,
    notes: [0, 0.7].flatMap((at) => [
      { hertz: 523.25, at, seconds: 0.5 },
      { hertz: 659.25, at: at + 0.12, seconds: 0.45 },
      { hertz: 783.99, at: at + 0.24, seconds: 0.45 },
    ]),
  },
  waiting: {
    seconds: 4,
    loudness: 0.15,
    notes: [
      { hertz: 659.25, at: 0, seconds: 0.18 },
      { hertz: 659.25, at: 0.3, seconds: 0.18 },
    ],
  },
  outgoing: { seconds: 4, loudness: 0.08, notes: [{ hertz: 392, at: 0.2, seconds: 1.2 }] },
};

/**
 * One round of a melody as samples between -1 and 1, quiet at both ends so that a loop does not
 * click.
 */
export function ringSamples(kind: RingKind, sampleRate: number): Float32Array<ArrayBuffer> {
  const { seconds, loudness, notes } = melodies[kind];
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  for (const note of notes) {
    const first = Math.round(note.at * sampleRate);
    const count = Math.round(note.seconds * sampleRate);
    for (let index = 0; index < count; index += 1) {
      const t = index / sampleRate;
      const attack = Math.min(1, t / 0.01);
      const release = Math.min(1, (note.seconds - t) / 0.08);
      const tone =
        Math.sin(2 * Math.PI * note.hertz * t) + 0.3 * Math.sin(4 * Math.PI * note.hertz * t);
      samples[first + index] =
        (samples[first + index] ?? 0) + loudness * 0.5 * attack * release * tone;
    }
  }
  return samples;
}

const gestures = ["pointerdown", "keydown"] as const;

/**
 * A ring by Web Audio. One looped buffer plays by itself, so that the timers of a hidden tab can't
 * slow it down.
 */
export function createRing(
  newContext: () => AudioContext | null = audioContext,
  takeTurn: TakeTurn = takeBrowserTurn,
): Ring {
  let playing: { kind: RingKind; context: AudioContext; silence: () => void } | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const stop = (): void => {
    playing?.silence();
    playing = null;
    tell();
  };
  return {
    start: (kind) => {
      if (playing?.kind === kind) return;
      playing?.silence();
      const context = newContext();
      playing =
        context === null
          ? null
          : {
              kind,
              context,
              silence: play(context, kind, tell, kind === "outgoing" ? atOnce : takeTurn),
            };
      tell();
    },
    stop,
    isBlocked: () => playing !== null && playing.context.state === "suspended",
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const audioContext = (): AudioContext | null =>
  typeof AudioContext === "undefined" ? null : new AudioContext();

/** My own call is in one tab only. */
const atOnce: TakeTurn = (granted) => {
  granted();
  return () => undefined;
};

function play(
  context: AudioContext,
  kind: RingKind,
  tell: () => void,
  takeTurn: TakeTurn,
): () => void {
  const samples = ringSamples(kind, context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = true;
  let giveTurnOn: (() => void) | null = null;
  // A tab that the browser keeps silent must not keep the turn from one that could be heard.
  const beginOnceHeard = (): void => {
    tell();
    if (context.state === "running")
      giveTurnOn ??= takeTurn(() => source.connect(context.destination));
  };
  const wake = (): void => void context.resume().catch(() => undefined);
  context.addEventListener("statechange", beginOnceHeard);
  for (const gesture of gestures) document.addEventListener(gesture, wake, true);
  source.start();
  beginOnceHeard();
  wake();
  return () => {
    for (const gesture of gestures) document.removeEventListener(gesture, wake, true);
    context.removeEventListener("statechange", beginOnceHeard);
    source.stop();
    source.disconnect();
    giveTurnOn?.();
    void context.close().catch(() => undefined);
  };
}
