import type { HoldMusic } from "../port/media-port.ts";

/** Samples a second; all there is in the sound lies far below half of it. */
export const musicRate = 16_000;

/**
 * Effective (RMS) level at the loudest moment: −30 dB of full scale, less than a voice, so that who
 * waits can stay at the ear.
 */
const level = 10 ** (-30 / 20);

/** Two soft chords (F major with its seventh, then D minor over G), in Hz. */
const chords = [
  [174.61, 261.63, 329.63, 440],
  [196, 293.66, 349.23, 440],
] as const;

/**
 * Seconds that a chord takes, its swell included, and from the beginning of one to the next: a
 * pause lies between.
 */
const chordLasts = 4;
const chordEvery = 6;

/**
 * Loudness of a chord, 0 to 1: it swells and fades like a breath, from nothing to nothing, so that
 * nothing clicks.
 */
const swell = (seconds: number): number =>
  seconds < chordLasts ? Math.sin((Math.PI * seconds) / chordLasts) ** 2 : 0;

/** One round of the music: it can be repeated without a seam. */
export function holdMusicSamples(): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(musicRate * chordEvery * chords.length);
  for (let at = 0; at < samples.length; at += 1) {
    const seconds = at / musicRate;
    const chord = chords[Math.floor(seconds / chordEvery)] ?? [];
    // The effective level of several sines is that of one times the root of their number.
    const loudness = swell(seconds % chordEvery) * level * Math.sqrt(2 / chord.length);
    samples[at] = chord.reduce(
      (sum, hertz) => sum + loudness * Math.sin(2 * Math.PI * hertz * seconds),
      0,
    );
  }
  return samples;
}

/** Ms after which an audio context that has not begun to play is one that waits for a click. */
const beginsWithin = 1_000;

/**
 * Plays it over and over. As one repeated buffer it needs no timer, which a page in the background
 * would be late with.
 */
export function playHoldMusic(changed: () => void): HoldMusic {
  const context = new AudioContext();
  const samples = holdMusicSamples();
  const buffer = context.createBuffer(1, samples.length, musicRate);
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.connect(context.destination);
  source.start();

  let late = false;
  const blocked = (): boolean => late && context.state === "suspended";
  const timer = setTimeout(() => {
    late = true;
    if (blocked()) changed();
  }, beginsWithin);
  context.addEventListener("statechange", changed);
  return {
    blocked,
    enableSound: () => context.resume(),
    stop: () => {
      clearTimeout(timer);
      context.removeEventListener("statechange", changed);
      source.disconnect();
      void context.close();
    },
  };
}
