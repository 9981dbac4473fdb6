import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Side } from "../audio/format.ts";
import { type Arrival, framesOf, jittered, stalled } from "../testing/frames.ts";
import { record } from "../testing/record.ts";
import {
  amplitudeAt,
  concatSamples,
  firstLouder,
  lane,
  loudest,
  silence,
  tone,
} from "../testing/tones.ts";
import { joinSegments } from "./join.ts";
import type { RecordingMetadata } from "./metadata.ts";

const run = promisify(execFile);
const customer = { identity: "customer:1", trackSid: "TR_c" };
const agent = { identity: "agent:1", trackSid: "TR_a" };
const agentReloaded = { identity: "agent:1", trackSid: "TR_b" };

// A call of 75 s. Each second the customer sends a tone at 200 ms and the agent one at 600 ms.
const callMs = 75_000;
const hertz = { left: 1000, right: 1500 };
const toneAtMs = { left: 200, right: 600 };
const pause = { fromMs: 12_100, toMs: 14_900 };
/** The first recorder is killed at 35 s, and the second one begins at 38 s. */
const lost = { fromMs: 32_000, toMs: 38_000 };
/** The agent's page is loaded anew. */
const reload = { fromMs: 50_000, toMs: 50_340 };
/** The file begins at the answer, and ends between two blocks. */
const file = { startMs: 1010.5, endMs: 74_123.25 };

function beeps(side: Side, fromMs: number, toMs: number): Arrival[] {
  const second = concatSamples(
    silence(toneAtMs[side]),
    tone(hertz[side], 200),
    silence(800 - toneAtMs[side]),
  );
  const sound = concatSamples(...Array.from({ length: callMs / 1000 }, () => second));
  return framesOf(sound.subarray(fromMs * 48, toMs * 48), fromMs);
}

const tracks = [
  [customer, stalled(jittered(beeps("left", 0, callMs), 60), 42_000, 42_500)],
  [agent, jittered(beeps("right", 0, reload.fromMs), 60, 2)],
  [agentReloaded, jittered(beeps("right", reload.toMs, callMs), 60, 3)],
] as const;

/** The seconds in which a side's tone is whole in the file. */
function secondsWithTones(side: Side): number[] {
  const isFree = (fromMs: number, toMs: number): boolean =>
    [pause, lost].every((span) => toMs <= span.fromMs || fromMs >= span.toMs) &&
    fromMs >= file.startMs &&
    toMs <= file.endMs;
  return Array.from({ length: callMs / 1000 }, (_, second) => second).filter((second) => {
    const fromMs = second * 1000 + toneAtMs[side];
    return isFree(fromMs - 50, fromMs + 250);
  });
}

describe.runIf(process.platform === "linux")("a recording that other programs decode", () => {
  let folder: string;
  let path: string;
  let sound: Record<Side, Int16Array>;
  let metadata: RecordingMetadata;
  let warnings: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "recording-"));
    path = join(folder, "recording.ogg");
    const first = record(
      {
        attempt: 1,
        fromMs: 0,
        untilMs: 35_000,
        isKilled: true,
        prepare: (timeline) => {
          timeline.addGate({ side: "both", ...pause, reason: "pause" });
        },
      },
      tracks,
    );
    const second = record({ attempt: 2, fromMs: lost.toMs, untilMs: callMs }, tracks);
    const comments = { TITLE: "Call" };
    const joined = joinSegments([...first, ...second], { ...file, serial: 77, comments });
    const chunks: Uint8Array[] = [];
    for await (const chunk of joined.chunks) chunks.push(chunk);
    await writeFile(path, Buffer.concat(chunks));
    metadata = joined.metadata();
    // The decoder `opus` is FFmpeg's own, and not libopus.
    const decode = ["-v", "warning", "-c:a", "opus", "-i", path, "-f", "s16le", "-"];
    const options = { encoding: "buffer", maxBuffer: 2 ** 28 } as const;
    const { stdout, stderr } = await run("ffmpeg", decode, options);
    warnings = stderr.toString();
    const samples = new Int16Array(Uint8Array.from(stdout).buffer);
    sound = { left: lane(samples, "left"), right: lane(samples, "right") };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("has its length on the millisecond, and no fault to FFmpeg", () => {
    expect(warnings).toBe("");
    expect(Math.abs(sound.left.length / 48 - (file.endMs - file.startMs))).toBeLessThan(1);
  });

  it("has no fault to opusinfo", async () => {
    const { stdout, stderr } = await run("opusinfo", [path]);
    expect(`${stdout}${stderr}`).not.toMatch(/warning|error|fail|hole|missing/iu);
    expect(stdout).toContain("Playback length: 1m:13.112s");
    expect(stdout).toContain("TITLE=Call");
  });

  it.each(["left", "right"] as const)(
    "has the %s side's tones within 20 ms, and only those",
    (side) => {
      const other = side === "left" ? "right" : "left";
      const seconds = secondsWithTones(side);
      expect(seconds.length).toBeGreaterThan(60);
      for (const second of seconds) {
        const atMs = second * 1000 + toneAtMs[side] - file.startMs;
        const foundMs = firstLouder(sound[side], 2500, Math.max(0, atMs - 100));
        expect({ second, isInTime: Math.abs(foundMs! - atMs) < 20, foundMs, atMs }).toMatchObject({
          isInTime: true,
        });
        expect(amplitudeAt(sound[side], hertz[side], atMs + 80, atMs + 120)).toBeGreaterThan(5000);
        expect(amplitudeAt(sound[other], hertz[side], atMs + 80, atMs + 120)).toBeLessThan(400);
      }
    },
  );

  it.each([
    ["the pause", pause],
    ["what was lost", lost],
  ])("is silent in %s", (_name, { fromMs, toMs }) => {
    for (const side of ["left", "right"] as const) {
      // Opus smears what is before and after by some milliseconds.
      const [from, to] = [fromMs - file.startMs + 30, toMs - file.startMs - 10];
      expect(loudest(sound[side].subarray(Math.round(from * 48), Math.round(to * 48)))).toBe(0);
    }
  });

  it("comes with metadata that say the same", () => {
    const seconds = (ms: number) => expect.closeTo((ms - file.startMs) / 1000, 2);
    expect(metadata.gates).toEqual([
      { side: "both", from: seconds(pause.fromMs), to: seconds(pause.toMs), reason: "pause" },
    ]);
    expect(metadata.gaps).toEqual([
      { side: "both", from: seconds(lost.fromMs), to: seconds(lost.toMs), reason: "lost" },
    ]);
    const left = metadata.speakers.filter(({ identity }) => identity === "customer:1");
    expect(left.every(({ side }) => side === "left")).toBe(true);
    expect(left.length).toBe(secondsWithTones("left").length);
    expect(metadata.left.expectedSeconds - metadata.left.recordedSeconds).toBeCloseTo(6, 2);
  });
});
