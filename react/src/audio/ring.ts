import {
  acquireBrowserLock,
  connectOutputs,
  createDevices,
  keepRunning,
  type AcquireRingLock,
  type DeviceRole,
  type Devices,
} from "@synapse-voice/client";

/**
 * Kinds of rings. `incoming`: somebody calls. `waiting`: somebody calls while the person talks.
 * `outgoing`: the person's own call rings at the other end. `queue`: a customer's call waits in the
 * queue. `answered`: somebody has answered it; stop it after a moment. `busy`: the person called is
 * on another call.
 */
export type RingKind = "incoming" | "waiting" | "outgoing" | "queue" | "answered" | "busy";

/** Makes a ringing call heard. */
export interface Ring {
  /** Rings until `stop`. Starting the same kind again does nothing. */
  start(kind: RingKind): void;
  /** Falls silent at once. */
  stop(): void;
  /** True while it should ring but the browser plays nothing before a click or a key. */
  isBlocked(): boolean;
  /** Calls the listener when `isBlocked` may have changed. Returns a function that ends this. */
  subscribe(listener: () => void): () => void;
}

/** A tone of a melody. Times are in seconds from the start of the melody. */
interface Note {
  readonly hertz: number;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** Time in which it rises from silence, and falls at its end. Default: 0.01 and 0.08. */
  readonly fadeSeconds?: number;
}
interface Melody {
  readonly durationSeconds: number;
  /** Between 0 and 1. */
  readonly gain: number;
  readonly notes: readonly Note[];
}

/**
 * Two rising calls and a rest; a short double tick; a soft, distant ring; a busy tone. None uses
 * 440 or 880 Hz, because the tests of call audio listen for these.
 */
const melodies: Record<RingKind, Melody> = {
  incoming: {
    durationSeconds: 3,
    gain: 0.5,
    notes: [0, 0.7].flatMap((startSeconds) => [
      { hertz: 523.25, startSeconds, durationSeconds: 0.5 },
      { hertz: 659.25, startSeconds: startSeconds + 0.12, durationSeconds: 0.45 },
      { hertz: 783.99, startSeconds: startSeconds + 0.24, durationSeconds: 0.45 },
    ]),
  },
  waiting: {
    durationSeconds: 4,
    gain: 0.15,
    notes: [
      { hertz: 659.25, startSeconds: 0, durationSeconds: 0.18 },
      { hertz: 659.25, startSeconds: 0.3, durationSeconds: 0.18 },
    ],
  },
  outgoing: {
    durationSeconds: 4,
    gain: 0.08,
    notes: [{ hertz: 392, startSeconds: 0.2, durationSeconds: 1.2 }],
  },
  // Two soft chords with pauses.
  queue: {
    durationSeconds: 14,
    gain: 0.024,
    notes: [
      [0, 174.61, 261.63, 329.63, 392] as const,
      [7, 196, 293.66, 349.23, 493.88] as const,
    ].flatMap(([startSeconds, ...tones]) =>
      tones.map((hertz) => ({ hertz, startSeconds, durationSeconds: 5, fadeSeconds: 2 })),
    ),
  },
  answered: {
    durationSeconds: 3,
    gain: 0.2,
    notes: [
      { hertz: 587.33, startSeconds: 0, durationSeconds: 0.2 },
      { hertz: 783.99, startSeconds: 0.14, durationSeconds: 0.4 },
    ],
  },
  busy: {
    durationSeconds: 1,
    gain: 0.08,
    notes: [480, 620].map((hertz) => ({ hertz, startSeconds: 0.05, durationSeconds: 0.45 })),
  },
};

/**
 * Computes one round of a melody as samples between -1 and 1. Both ends are quiet, so that a loop
 * does not click.
 */
export function ringSamples(kind: RingKind, sampleRate: number): Float32Array<ArrayBuffer> {
  const { durationSeconds, gain, notes } = melodies[kind];
  const samples = new Float32Array(Math.round(durationSeconds * sampleRate));
  for (const note of notes) {
    const first = Math.round(note.startSeconds * sampleRate);
    const count = Math.round(note.durationSeconds * sampleRate);
    for (let index = 0; index < count; index += 1) {
      const t = index / sampleRate;
      const attack = Math.min(1, t / (note.fadeSeconds ?? 0.01));
      const release = Math.min(1, (note.durationSeconds - t) / (note.fadeSeconds ?? 0.08));
      const tone =
        Math.sin(2 * Math.PI * note.hertz * t) + 0.3 * Math.sin(4 * Math.PI * note.hertz * t);
      samples[first + index] = (samples[first + index] ?? 0) + gain * 0.5 * attack * release * tone;
    }
  }
  return samples;
}

/** Returns the devices that play a ring. While the person talks, even a ring is for their ear alone. */
const rolesOf = (kind: RingKind): readonly DeviceRole[] =>
  kind === "incoming" ? ["ringer", "second-ringer"] : ["speaker"];

/** Events after which browsers let a page play sound. */
const gestureEvents = ["pointerdown", "keydown"] as const;

/**
 * Makes a ring with Web Audio. One looped buffer plays without timers, so browsers can't slow it
 * down in a hidden tab. Incoming calls ring on the chosen ringers, and all else on the speaker.
 */
export function createRing(
  newContext: () => AudioContext | null = newAudioContext,
  acquireLock: AcquireRingLock = acquireBrowserLock,
  devices: Devices = createDevices(),
): Ring {
  let playing: { kind: RingKind; context: AudioContext; stop: () => void } | null = null;
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const stop = (): void => {
    playing?.stop();
    playing = null;
    notify();
  };
  const start = (kind: RingKind): void => {
    if (playing?.kind === kind) return;
    playing?.stop();
    playing = null;
    const context = newContext();
    if (context !== null) {
      const isShared = kind === "incoming" || kind === "waiting";
      const lock = isShared ? acquireLock : acquireAtOnce;
      playing = { kind, context, stop: play({ context, kind, devices }, notify, lock) };
    }
    notify();
  };
  return {
    start,
    stop,
    isBlocked: () => playing !== null && playing.context.state === "suspended",
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const newAudioContext = (): AudioContext | null =>
  typeof AudioContext === "undefined" ? null : new AudioContext();

/** An outgoing call, and its busy tone, are in one tab only, so they need no lock. */
const acquireAtOnce: AcquireRingLock = (onAcquired) => {
  onAcquired();
  return () => undefined;
};

/** A melody, and what it plays on. */
interface Playing {
  readonly context: AudioContext;
  readonly kind: RingKind;
  readonly devices: Devices;
}

/** Plays a melody in a loop. Returns a function that stops it and closes the context. */
function play(
  { context, kind, devices }: Playing,
  onStateChange: () => void,
  acquireLock: AcquireRingLock,
): () => void {
  const samples = ringSamples(kind, context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = true;
  let disconnect = (): void => undefined;
  let releaseLock: (() => void) | null = null;
  // A tab that the browser keeps silent must not hold the lock: another tab could be heard.
  const connectOnceRunning = (): void => {
    onStateChange();
    if (context.state === "running")
      releaseLock ??= acquireLock(() => {
        disconnect = connectOutputs(context, source, devices, rolesOf(kind));
      });
  };
  const resume = (): void => void context.resume().catch(() => undefined);
  context.addEventListener("statechange", connectOnceRunning);
  for (const gesture of gestureEvents) document.addEventListener(gesture, resume, true);
  source.start();
  const stopKeeping = keepRunning(context);
  connectOnceRunning();
  resume();
  return () => {
    for (const gesture of gestureEvents) document.removeEventListener(gesture, resume, true);
    context.removeEventListener("statechange", connectOnceRunning);
    stopKeeping();
    source.stop();
    disconnect();
    releaseLock?.();
    void context.close().catch(() => undefined);
  };
}
