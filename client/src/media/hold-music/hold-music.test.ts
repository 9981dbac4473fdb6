import { expect, it } from "vitest";
import { holdMusicSamples, sampleRateHz } from "./hold-music.ts";

const decibels = (samples: Float32Array): number =>
  10 *
  Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length + 1e-20);
const tenths = Array.from({ length: holdMusicSamples().length / (sampleRateHz / 10) }, (_, index) =>
  holdMusicSamples().subarray((index * sampleRateHz) / 10, ((index + 1) * sampleRateHz) / 10),
);

it("hold music is quiet: about -30 dB of full scale at its loudest, far from the limit", () => {
  expect(Math.max(...tenths.map(decibels))).toBeGreaterThan(-33);
  expect(Math.max(...tenths.map(decibels))).toBeLessThan(-27);
  expect(Math.max(...holdMusicSamples().map(Math.abs))).toBeLessThan(0.1);
});

it("hold music has pauses", () => {
  const silent = tenths.filter((tenth) => decibels(tenth) < -80).length;
  expect(silent / tenths.length).toBeGreaterThan(0.25);
  expect(silent / tenths.length).toBeLessThan(0.5);
});

it("hold music never clicks, not even where it begins again", () => {
  const samples = holdMusicSamples();
  const steps = samples.map((sample, at) => Math.abs(sample - samples.at(at - 1)!));
  expect(Math.max(...steps)).toBeLessThan(0.02);
});
