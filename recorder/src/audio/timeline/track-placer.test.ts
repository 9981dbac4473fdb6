import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../testing/frames.ts";
import { samplesPerMs } from "../format.ts";
import { type Chunk, createTrackPlacer } from "./track-placer.ts";

/** Makes loud frames that can be recognised by their first sample. */
function numberedFrames(frameMs: number): (id: number) => Int16Array {
  const samples = new Int16Array(frameMs * samplesPerMs).fill(20_000);
  return (id) => {
    samples[0] = id;
    return samples;
  };
}
const numbered10 = numberedFrames(10);

type Sent = { readonly startMs: number; readonly arrivedAtMs: number };

/** Sends numbered frames, and returns by how much each is placed too late, in milliseconds. */
function errorsOf(sent: readonly Sent[], frameMs: number): number[] {
  const placer = createTrackPlacer();
  const numbered = numberedFrames(frameMs);
  for (const [id, { arrivedAtMs }] of sent.entries())
    placer.write(numbered(id), arrivedAtMs * samplesPerMs);
  const chunks = placer.chunksBefore(Infinity);
  expectNoOverlap(chunks);
  return chunks.map(({ start, samples }) => start / samplesPerMs - sent[samples[0]!]!.startMs);
}

function expectNoOverlap(chunks: readonly Chunk[]): void {
  let end = -Infinity;
  for (const { start, samples } of chunks) {
    if (start < end) expect(start).toBeGreaterThanOrEqual(end);
    end = start + samples.length;
  }
}

describe("frames of one track", () => {
  it.each([
    [100, 200],
    [100, -200],
    [10, 200],
    [10, -200],
    [100, 0],
  ])("of %i ms with a clock that is off by %i ppm stay in place for half an hour", (ms, ppm) => {
    const random = createRandom(7);
    const count = Math.min(32_000, (30 * 60_000) / ms);
    let lastMs = 0;
    const sent = Array.from({ length: count }, (_, index) => {
      const startMs = index * ms * (1 + ppm / 1e6);
      lastMs = Math.max(lastMs, startMs + ms + random() * 60);
      return { startMs, arrivedAtMs: lastMs };
    });
    const errors = errorsOf(sent, ms).slice(3000 / ms);
    expect(Math.max(...errors.slice(-10_000).map(Math.abs))).toBeLessThan(20);
    expect(Math.max(...errors.slice(0, 10_000).map(Math.abs))).toBeLessThan(20);
  });

  it("follow each other without a gap or an overlap, whatever their jitter", () => {
    const random = createRandom(3);
    const placer = createTrackPlacer();
    for (let i = 0; i < 200; i++)
      placer.write(numbered10(i), ((i + 1) * 10 + (i % 7 === 0 ? random() * 60 : 0)) * 48);
    const chunks = placer.chunksBefore(Infinity);
    for (const [index, chunk] of chunks.slice(1).entries())
      expect(chunk.start).toBe(chunks[index]!.start + chunks[index]!.samples.length);
  });

  it.each([5, 30, 60])("keep their speed in spite of a jitter of %i ms", (jitterMs) => {
    const random = createRandom(5);
    const placer = createTrackPlacer();
    let lastMs = 0;
    for (let i = 0; i < 12_000; i++) {
      lastMs = Math.max(lastMs, (i + 1) * 10 + random() * jitterMs);
      placer.write(numbered10(i), lastMs * samplesPerMs);
    }
    const changed = placer.chunksBefore(Infinity).filter(({ samples }) => samples.length !== 480);
    // The first place can be off by the jitter.
    expect(changed.length).toBeLessThanOrEqual(jitterMs * 20);
  });

  it.each([0, 40])(
    "that a slow reader gets all at once, %i ms late, follow what was there",
    (late) => {
      const sent = Array.from({ length: 800 }, (_, index) => {
        const endMs = (index + 1) * 10;
        const readMs = endMs > 1000 && endMs < 6000 ? 6000 : endMs;
        return { startMs: endMs - 10, arrivedAtMs: readMs + (endMs > 1000 ? late : 0) };
      });
      expect(errorsOf(sent.slice(0, 680), 10).every((error) => error === 0)).toBe(true);
    },
  );

  it("after a gap are placed by their arrival", () => {
    const sent = Array.from({ length: 300 }, (_, index) => {
      const startMs = index * 10 + (index >= 100 ? 5000 : 0);
      return { startMs, arrivedAtMs: startMs + 10 };
    });
    expect(errorsOf(sent, 10).every((error) => error === 0)).toBe(true);
  });

  it("after a gap that a slow reader sees late are placed by the most punctual one", () => {
    const sent = Array.from({ length: 300 }, (_, index) => {
      const startMs = index * 10 + (index >= 100 ? 5000 : 0);
      const endMs = startMs + 10;
      return { startMs, arrivedAtMs: endMs > 6000 && endMs < 6400 ? 6400 : endMs };
    });
    expect(errorsOf(sent, 10).every((error) => error === 0)).toBe(true);
  });

  it("that come too early are cut until time has caught up", () => {
    const placer = createTrackPlacer();
    for (let i = 0; i < 100; i++) placer.write(numbered10(i), (i + 1) * 480);
    for (let i = 0; i < 100; i++) placer.write(numbered10(i), 100 * 480);
    const last = placer.chunksBefore(Infinity).at(-1)!;
    expect(last.start + last.samples.length).toBeLessThanOrEqual((1000 + 210) * samplesPerMs);
  });

  it("correct an error at once while it is quiet", () => {
    const placer = createTrackPlacer();
    const quiet = new Int16Array(480);
    for (let i = 0; i < 100; i++) placer.write(quiet, (i + 1) * 480);
    for (let i = 100; i < 400; i++) placer.write(quiet, (i + 1) * 480 + 70 * samplesPerMs);
    const starts = placer.chunksBefore(Infinity).map(({ start }) => start);
    const steps = starts.slice(1).map((start, index) => start - starts[index]!);
    expect(steps.filter((step) => step !== 480)).toEqual([480 + 70 * samplesPerMs]);
  });

  it("are in place three seconds after any sequence of gaps and pauses of the reader", () => {
    const event = fc.record({
      gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8000 })),
      stallMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 700 })),
      steadyMs: fc.integer({ min: 20, max: 1500 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.integer(), (events, seed) => {
        const random = createRandom(seed);
        const sent: Sent[] = [];
        let nowMs = 0;
        let lastMs = 0;
        const last = { gapMs: 0, stallMs: 0, steadyMs: 10_000 };
        for (const { gapMs, stallMs, steadyMs } of [...events, last]) {
          nowMs += gapMs;
          const stallEndMs = nowMs + stallMs;
          const count = Math.ceil((stallMs + steadyMs) / 10);
          for (let left = count; left > 0; left--, nowMs += 10) {
            lastMs = Math.max(lastMs, nowMs + 10 + random() * 30, stallEndMs);
            sent.push({ startMs: nowMs, arrivedAtMs: lastMs });
          }
        }
        const errors = errorsOf(sent, 10);
        expect(Math.max(...errors.map(Math.abs))).toBeLessThan(200);
        expect(Math.max(...errors.slice(-10).map(Math.abs))).toBeLessThan(25);
      }),
      { numRuns: 60 },
    );
  });
});
