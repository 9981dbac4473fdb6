import { acquireBrowserLock, keepRunning, type AcquireRingLock } from "@synapse-voice/client";
import { melodies, samplesOf, type Sound } from "./melodies.ts";

const gestures = ["pointerdown", "keydown"] as const;
/** All tones are far below half of this rate. */
const sampleRate = 16_000;

/** Returns true if the browser lets this page play sound: the person has clicked or typed in it. */
const mayPlay = (): boolean => navigator.userActivation?.hasBeenActive;

function startSource(context: AudioContext, sound: Sound, loop: boolean): AudioBufferSourceNode {
  const samples = samplesOf(melodies[sound], sampleRate);
  const buffer = context.createBuffer(1, samples.length, sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = loop;
  source.connect(context.destination);
  source.start();
  return source;
}

/** Only an incoming call is in several tabs, of which one rings at a time. */
const lockOf = (sound: Sound): AcquireRingLock =>
  sound === "ring" ? acquireBrowserLock : (onAcquired) => (onAcquired(), () => {});

/**
 * Plays a sound again and again, until the returned function is called. One repeated buffer needs
 * no timers, which are slow in hidden tabs. Browsers stay silent until the person has clicked or
 * typed in the page once; then the sound starts.
 */
export function repeatSound(sound: Sound, acquireLock = lockOf(sound)): () => void {
  let context: AudioContext | undefined;
  let release: (() => void) | undefined;
  let stopKeeping: (() => void) | undefined;
  // Runs only where the browser lets the page play: a silent tab must not hold the lock.
  const start = (): void => {
    const current = (context ??= new AudioContext());
    stopKeeping ??= keepRunning(current);
    release ??= acquireLock(() => void startSource(current, sound, true));
    void current.resume();
  };
  const listening = new AbortController();
  for (const gesture of gestures) document.addEventListener(gesture, start, listening);
  if (mayPlay()) start();
  return () => {
    listening.abort();
    stopKeeping?.();
    release?.();
    void context?.close();
  };
}

/** Plays a sound once, if the browser lets the page play it now. */
export function playOnce(sound: Sound): void {
  if (!mayPlay()) return;
  const context = new AudioContext();
  startSource(context, sound, false).addEventListener("ended", () => void context.close());
}
