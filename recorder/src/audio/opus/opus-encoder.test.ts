import { describe, expect, it } from "vitest";
import { amplitudeAt, concatSamples, firstLouder, lane, loudest } from "../../testing/tones.ts";
import { silence, tone } from "../../testing/tones.ts";
import { blockSamples, samplesPerMs } from "../format.ts";
import { Decoder } from "./libopus.ts";
import { createOpusEncoder } from "./opus-encoder.ts";
import { encoderDelaySamples, silencePacket } from "./stereo-encoder.ts";

function interleave(left: Int16Array, right: Int16Array): Int16Array {
  return Int16Array.from({ length: 2 * left.length }, (_, i) =>
    i % 2 === 0 ? left[i / 2]! : right[(i - 1) / 2]!,
  );
}

function encode(left: Int16Array, right: Int16Array): Uint8Array[] {
  const encoder = createOpusEncoder();
  const samples = interleave(left, right);
  return Array.from({ length: left.length / blockSamples }, (_, i) =>
    encoder.encode(samples.subarray(2 * blockSamples * i, 2 * blockSamples * (i + 1))),
  );
}

/** Decodes packets, and drops the encoder's delay as a player does. */
function decode(packets: readonly Uint8Array[]) {
  const decoder = new Decoder({ channels: 2, sample_rate: 48_000 });
  const decoded = packets.map((packet) => {
    const bytes = decoder.decode(packet);
    return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  });
  const samples = concatSamples(...decoded).subarray(2 * encoderDelaySamples);
  return { left: lane(samples, "left"), right: lane(samples, "right") };
}

describe("the encoder", () => {
  it("is WebAssembly, whose faults don't end the process", () => {
    const { sharedObjects } = process.report.getReport() as { sharedObjects: readonly string[] };
    expect(sharedObjects.filter((path) => path.includes("opus"))).toEqual([]);
  });

  it("keeps each side's tone at its time, in about 40 kbit/s", () => {
    const left = concatSamples(silence(500), tone(440, 500), silence(1000));
    const right = concatSamples(silence(1000), tone(880, 500), silence(500));
    const packets = encode(left, right);
    const decoded = decode(packets);
    expect(packets.length).toBe(100);
    expect(Math.abs(firstLouder(decoded.left, 2000)! - 500)).toBeLessThan(5);
    expect(Math.abs(firstLouder(decoded.right, 2000, 800)! - 1000)).toBeLessThan(5);
    expect(amplitudeAt(decoded.left, 440, 600, 900)).toBeGreaterThan(6000);
    expect(amplitudeAt(decoded.right, 440, 600, 900)).toBeLessThan(300);
    expect(amplitudeAt(decoded.right, 880, 1100, 1400)).toBeGreaterThan(6000);
    expect(amplitudeAt(decoded.left, 880, 1100, 1400)).toBeLessThan(300);
    const bytes = packets.slice(25, 75).reduce((sum, packet) => sum + packet.length, 0);
    expect(bytes * 8).toBeLessThan(50_000);
  });

  it("keeps a steady tone on its side", () => {
    const { left, right } = decode(encode(tone(2500, 2000, 2), tone(2500, 2000)));
    expect(amplitudeAt(right, 2500, 1000, 1500)).toBeGreaterThan(7000);
    expect(amplitudeAt(left, 2500, 1000, 1500)).toBeLessThan(100);
  });

  it("makes true silence of silence, and starts again without a click", () => {
    const sound = concatSamples(tone(440, 400), silence(400), tone(440, 400));
    const packets = encode(sound, silence(1200));
    const { left, right } = decode(packets);
    expect(packets.slice(21, 40).every((packet) => packet === silencePacket)).toBe(true);
    expect(loudest(left.subarray(450 * samplesPerMs, 780 * samplesPerMs))).toBe(0);
    expect(loudest(right.subarray(450 * samplesPerMs, 780 * samplesPerMs))).toBe(0);
    expect(Math.abs(firstLouder(left, 2000, 450)! - 800)).toBeLessThan(5);
    expect(loudest(left)).toBeLessThan(12_000);
    expect(amplitudeAt(left, 440, 900, 1100)).toBeGreaterThan(6000);
  });
});
