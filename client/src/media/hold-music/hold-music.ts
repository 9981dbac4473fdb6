import { connectOutputs } from "../devices/connect-outputs.ts";
import type { Devices } from "../devices/devices.ts";
import type { HoldMusic } from "../port/media-port.ts";

/** Sample rate of the music. All its tones are far below half of it. */
export const sampleRateHz = 16_000;

/**
 * Effective (RMS) level at the loudest moment: −30 dB of full scale. That is softer than a voice,
 * so that people can keep the phone at their ear.
 */
const rmsLevel = 10 ** (-30 / 20);

/** Two soft chords (F major seventh, then D minor over G), in Hz. */
const chords = [
  [174.61, 261.63, 329.63, 440],
  [196, 293.66, 349.23, 440],
] as const;

/** Length of a chord, and time from the start of one to the start of the next, with a pause. */
const chordSeconds = 4;
const chordIntervalSeconds = 6;

/** Loudness of a chord, 0 to 1. It starts and ends at 0, so that nothing clicks. */
const envelope = (seconds: number): number =>
  seconds < chordSeconds ? Math.sin((Math.PI * seconds) / chordSeconds) ** 2 : 0;

/** Computes one round of the music. It repeats without a seam. */
export function holdMusicSamples(): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(sampleRateHz * chordIntervalSeconds * chords.length);
  for (let index = 0; index < samples.length; index += 1) {
    const seconds = index / sampleRateHz;
    const chord = chords[Math.floor(seconds / chordIntervalSeconds)] ?? [];
    // The effective level of n sines is that of one sine times the square root of n.
    const loudness =
      envelope(seconds % chordIntervalSeconds) * rmsLevel * Math.sqrt(2 / chord.length);
    samples[index] = chord.reduce(
      (sum, hertz) => sum + loudness * Math.sin(2 * Math.PI * hertz * seconds),
      0,
    );
  }
  return samples;
}

/** An audio context that does not play after this time in ms is waiting for a click. */
const playbackStartMs = 1_000;

/**
 * Plays the music again and again, on the speaker. One repeated buffer needs no timer, and timers
 * are late in background pages.
 */
export function playHoldMusic(devices: Devices, changed: () => void): HoldMusic {
  const context = new AudioContext();
  const samples = holdMusicSamples();
  const buffer = context.createBuffer(1, samples.length, sampleRateHz);
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  const disconnect = connectOutputs(context, source, devices, ["speaker"]);
  source.start();

  let late = false;
  const blocked = (): boolean => late && context.state === "suspended";
  const timer = setTimeout(() => {
    late = true;
    if (blocked()) changed();
  }, playbackStartMs);
  context.addEventListener("statechange", changed);
  return {
    blocked,
    enableSound: () => context.resume(),
    stop: () => {
      clearTimeout(timer);
      context.removeEventListener("statechange", changed);
      disconnect();
      void context.close();
    },
  };
}
