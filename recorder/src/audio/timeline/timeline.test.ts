import { describe, expect, it } from "vitest";
import { type Arrival, framesOf, jittered, stalled } from "../../testing/frames.ts";
import { concatSamples, firstLouder, lane, loudest, silence, tone } from "../../testing/tones.ts";
import { mergeUtterances } from "../utterances.ts";
import { createTimeline, type Source, type StereoBlock, type Timeline } from "./timeline.ts";

const customer = { identity: "customer:1", trackSid: "TR_c" };
const agent = { identity: "agent:1", trackSid: "TR_a" };
const colleague = { identity: "agent:2", trackSid: "TR_b" };
const delayMs = 1000;

function newTimeline(readFromMs = 0): Timeline {
  return createTimeline({
    sideOf: (identity) => (identity.startsWith("customer") ? "left" : "right"),
    readFromMs,
  });
}

/** Plays arrivals in their order, reads each 100 ms with a delay, and at the end all there is. */
function play(
  timeline: Timeline,
  untilMs: number,
  arrivals: readonly (readonly [Source, readonly Arrival[]])[],
  onTick: (nowMs: number) => void = () => undefined,
): StereoBlock[] {
  const all = arrivals
    .flatMap(([source, frames]) => frames.map((frame) => ({ source, ...frame })))
    .sort((a, b) => a.arrivedAtMs - b.arrivedAtMs);
  const blocks: StereoBlock[] = [];
  let next = 0;
  for (let nowMs = 0; nowMs <= untilMs + delayMs; nowMs += 100) {
    for (; (all[next]?.arrivedAtMs ?? Infinity) <= nowMs; next++)
      timeline.write(all[next]!.source, all[next]!.samples, all[next]!.arrivedAtMs);
    onTick(nowMs);
    blocks.push(...timeline.read(nowMs - delayMs));
  }
  return blocks;
}

const soundOf = (blocks: readonly StereoBlock[]) => {
  const samples = concatSamples(...blocks.map((block) => block.samples));
  return { left: lane(samples, "left"), right: lane(samples, "right") };
};

const utterancesOf = (blocks: readonly StereoBlock[]) =>
  mergeUtterances(
    blocks.flatMap(({ startMs, speaking }) =>
      speaking.map((voice) => ({ ...voice, fromMs: startMs, toMs: startMs + 20 })),
    ),
  );

describe("a timeline", () => {
  it("puts each person's sound on their side, at its time", () => {
    const blocks = play(newTimeline(), 4000, [
      [customer, framesOf(tone(440, 500), 1000)],
      [agent, framesOf(tone(880, 500), 2500, 100)],
    ]);
    const { left, right } = soundOf(blocks);
    expect(blocks.length).toBe(200);
    expect(blocks.map((block) => block.startMs)).toEqual(blocks.map((_, index) => index * 20));
    expect(firstLouder(left, 100)).toBeCloseTo(1000, 0);
    expect(firstLouder(left, 0, 1500)).toBeNull();
    expect(firstLouder(right, 100)).toBeCloseTo(2500, 0);
    expect(firstLouder(right, 0, 3000)).toBeNull();
  });

  it("gives silence where no frame came, and goes on at the right time", () => {
    const beep = tone(440, 300);
    const { left } = soundOf(
      play(newTimeline(), 9000, [[customer, [...framesOf(beep, 500), ...framesOf(beep, 7000)]]]),
    );
    expect(firstLouder(left, 0, 800)).toBeCloseTo(7000, 0);
  });

  it("keeps clicks within 20 ms in spite of jitter and of a reader that pauses", () => {
    const second = concatSamples(silence(400), tone(1000, 20, 20_000), silence(580));
    const sound = concatSamples(...Array.from({ length: 20 }, () => second));
    const frames = stalled(jittered(framesOf(sound, 0), 60), 5000, 5600);
    const { left } = soundOf(play(newTimeline(), 20_000, [[customer, frames]]));
    for (let s = 0; s < 20; s++) {
      const errorMs = firstLouder(left, 1000, s * 1000)! - (s * 1000 + 400);
      expect(Math.abs(errorMs)).toBeLessThan(20);
    }
  });

  it("mixes the sources of a side, and cuts off what is too loud", () => {
    const loud = tone(440, 1000, 30_000);
    const { right } = soundOf(
      play(newTimeline(), 1000, [
        [agent, framesOf(loud, 0)],
        [colleague, framesOf(loud, 0)],
      ]),
    );
    expect(loudest(right)).toBe(32_768);
    expect(right[27]).toBe(32_767);
  });

  it("goes on with a new track of the same person, without asking for its side again", () => {
    const blocks = play(newTimeline(), 3000, [
      [customer, framesOf(tone(440, 1000), 0)],
      [{ ...customer, trackSid: "TR_new" }, framesOf(tone(440, 1000), 1240)],
    ]);
    expect(firstLouder(soundOf(blocks).left, 100, 1001)).toBeCloseTo(1240, 0);
    expect(utterancesOf(blocks)).toEqual([
      { identity: "customer:1", side: "left", fromMs: 0, toMs: 2240 },
    ]);
  });

  it("says who spoke when, and not who was silent", () => {
    const talk = concatSamples(tone(300, 1000), silence(300), tone(300, 700), silence(3000));
    const blocks = play(newTimeline(), 6000, [
      [customer, framesOf(concatSamples(talk, tone(300, 500)), 0)],
      [agent, framesOf(tone(300, 5000, 50), 0)],
    ]);
    expect(utterancesOf(blocks)).toEqual([
      { identity: "customer:1", side: "left", fromMs: 0, toMs: 2000 },
      { identity: "customer:1", side: "left", fromMs: 5000, toMs: 5500 },
    ]);
  });

  it("counts as captured what arrived, silence included", () => {
    const blocks = play(newTimeline(), 3000, [
      [customer, framesOf(silence(1000), 0)],
      [agent, framesOf(tone(300, 500), 2000)],
    ]);
    const captured = (side: "left" | "right") =>
      blocks.filter((block) => block.captured.includes(side)).length * 20;
    expect([captured("left"), captured("right")]).toEqual([1000, 500]);
  });

  it("begins in the middle for a recorder that takes over", () => {
    const timeline = newTimeline(5010);
    const blocks = play(timeline, 7000, [[customer, framesOf(tone(440, 3000), 4000)]]);
    expect(blocks[0]?.startMs).toBe(5020);
    expect(firstLouder(soundOf(blocks).left, 0)).toBeLessThan(1);
  });
});

describe("a gate", () => {
  const speech = framesOf(tone(440, 4000), 0);

  it("is silent on the sample, even if it is known only shortly before it is read", () => {
    const timeline = newTimeline();
    const blocks = play(timeline, 4000, [[customer, speech]], (nowMs) => {
      if (nowMs === 2000)
        timeline.addGate({ side: "both", fromMs: 1003, toMs: 1505, reason: "pause" });
    });
    const { left } = soundOf(blocks);
    expect(loudest(left.subarray(1003 * 48, 1505 * 48))).toBe(0);
    expect(loudest(left.subarray(1001 * 48, 1003 * 48))).toBeGreaterThan(1000);
    expect(loudest(left.subarray(1505 * 48, 1507 * 48))).toBeGreaterThan(1000);
    expect(utterancesOf(blocks)).toEqual([
      { identity: "customer:1", side: "left", fromMs: 0, toMs: 1020 },
      { identity: "customer:1", side: "left", fromMs: 1500, toMs: 4000 },
    ]);
  });

  it("closes only its side, until it is opened", () => {
    const timeline = newTimeline();
    const hold = timeline.addGate({ side: "right", fromMs: 500, reason: "hold" });
    const blocks = play(
      timeline,
      4000,
      [
        [customer, speech],
        [agent, speech],
      ],
      (nowMs) => {
        if (nowMs === 2500) hold.end(2000);
      },
    );
    const { left, right } = soundOf(blocks);
    expect(loudest(right.subarray(500 * 48, 2000 * 48))).toBe(0);
    expect(loudest(right.subarray(2000 * 48, 2010 * 48))).toBeGreaterThan(1000);
    expect(loudest(left.subarray(500 * 48, 510 * 48))).toBeGreaterThan(1000);
    expect(timeline.gatesWithin({ fromMs: 0, toMs: 1000 })).toEqual([
      { side: "right", fromMs: 500, toMs: 1000, reason: "hold" },
    ]);
  });
});

it("gaps are told with their reasons, and change no sound", () => {
  const timeline = newTimeline();
  timeline.addGap({ side: "left", fromMs: 100, toMs: 300, reason: "reconnecting" });
  const blocks = play(timeline, 1000, [[customer, framesOf(tone(440, 1000), 0)]]);
  expect(loudest(soundOf(blocks).left.subarray(100 * 48, 300 * 48))).toBeGreaterThan(1000);
  expect(timeline.gapsWithin({ fromMs: 0, toMs: 200 })).toEqual([
    { side: "left", fromMs: 100, toMs: 200, reason: "reconnecting" },
  ]);
});

it("losses are silent, and told as gaps", () => {
  const timeline = newTimeline();
  timeline.addLoss({ side: "both", fromMs: 100, toMs: 300, reason: "database_away" });
  const blocks = play(timeline, 1000, [[customer, framesOf(tone(440, 1000), 0)]]);
  expect(loudest(soundOf(blocks).left.subarray(100 * 48, 300 * 48))).toBe(0);
  expect(timeline.gapsWithin({ fromMs: 0, toMs: 200 })).toEqual([
    { side: "both", fromMs: 100, toMs: 200, reason: "database_away" },
  ]);
});
