import { freePort } from "@synapse-voice/local/testing/free-port";
import { createDiskStorage } from "@synapse-voice/platform/object-storage";
import { RoomServiceClient } from "livekit-server-sdk";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { placeCall, type RecordedCall } from "../testing/recorded-calls.ts";
import {
  type RecorderStack,
  startRecorderStack,
  type TestRecorder,
} from "../testing/recorder-stack.ts";
import { greatestAmplitudeAt, usualAmplitudeAt } from "../testing/tones.ts";

const hertz = { before: 500, left: 1_000, right: 1_500, pause: 2_000, hold: 2_500, last: 3_000 };
/** Sound is heard later than it is said, by the network, and more on a busy machine. */
const latencyMs = 400;
const clear = 4_000;
/** Other tones that begin or end can look like so much of a tone. */
const silent = 400;

describe.runIf(process.platform === "linux")("a recorded call", { timeout: 60_000 }, () => {
  let stack: RecorderStack;
  let recorders: TestRecorder[];
  beforeAll(async () => {
    stack = await startRecorderStack();
  });
  beforeEach(() => {
    recorders = [];
  });
  afterEach(() => Promise.all(recorders.map((recorder) => recorder.kill())));
  afterAll(() => stack?.close());

  const startRecorder = async (more?: NodeJS.ProcessEnv): Promise<TestRecorder> => {
    const recorder = stack.startRecorder(more);
    recorders.push(recorder);
    await recorder.ready();
    return recorder;
  };
  /** Places a call. Both are in its room, as is the recorder. */
  const ring = async (options?: Parameters<typeof placeCall>[1]): Promise<RecordedCall> => {
    const call = await placeCall(stack.db.database, options);
    await stack.media.createRoom(call.roomName, call.callId);
    for (const person of [call.carl, call.ada]) await stack.joinRoom(call, person);
    await hears(call, 1);
    return call;
  };
  /** Waits until a recorder hears the room, as this attempt. */
  const hears = async (call: RecordedCall, attempt: number): Promise<void> => {
    const line = `"${call.callId}","attempt":${attempt},"msg":"hearing the room`;
    const logs = () => recorders.map((recorder) => recorder.log()).join("\n");
    await expect.poll(logs, { timeout: 10_000, interval: 50 }).toContain(line);
  };
  /** Lists all identities in the room of a call, also those that the server's port leaves out. */
  const identitiesIn = async ({ roomName }: RecordedCall): Promise<string[]> => {
    const { apiUrl, settings } = stack.livekit;
    const rooms = new RoomServiceClient(apiUrl, settings.apiKey, settings.apiSecret);
    const listed = await rooms.listParticipants(roomName).catch(() => []);
    return listed.map(({ identity }) => identity);
  };
  /** Lets a person send a tone for a time. Returns when it began and ended. */
  const say = async (person: string, tone: number, ms: number) => {
    await stack.speakers.tone(person, tone);
    const from = Date.now();
    await delay(ms);
    await stack.speakers.tone(person, 0);
    return { from, to: Date.now() };
  };

  it("has each person on their side, from the answer to the end, and nothing of pauses and holds", async () => {
    await startRecorder();
    const call = await ring();
    const { carl, ada } = call;
    await say(carl, hertz.before, 1_000);
    await delay(latencyMs);
    const answeredAt = Date.now();
    await call.answer(answeredAt);
    const left = await say(carl, hertz.left, 1_500);
    const right = await say(ada, hertz.right, 1_500);
    await call.pause();
    await say(carl, hertz.pause, 1_000);
    await call.resume();
    await delay(latencyMs);
    await call.hold(Date.now());
    await say(ada, hertz.hold, 1_000);
    await call.hold(null);
    await delay(1_500);
    const last = await say(carl, hertz.last, 1_500);
    const endedAt = Date.now();
    const row = await stack.finish(call, endedAt);

    expect(row).toMatchObject({ state: "complete", attempt: 1, leaseOwner: null });
    const startedAt = row.startedAt!.getTime();
    expect(startedAt - answeredAt).toBeLessThanOrEqual(200);
    const sound = await stack.soundOf(row);
    const ms = sound.left.length / 48;
    expect(Math.abs(ms - (endedAt - startedAt))).toBeLessThan(2);
    for (const [span, side, tone] of [
      [left, "left", hertz.left],
      [right, "right", hertz.right],
      [last, "left", hertz.last],
    ] as const) {
      const [from, to] = [span.from - startedAt + latencyMs, span.to - startedAt - 100];
      expect(usualAmplitudeAt(sound[side], tone, from, to)).toBeGreaterThan(clear);
      const other = side === "left" ? "right" : "left";
      expect(greatestAmplitudeAt(sound[other], tone)).toBeLessThan(silent);
    }
    for (const tone of [hertz.before, hertz.pause, hertz.hold])
      for (const side of ["left", "right"] as const)
        expect([tone, greatestAmplitudeAt(sound[side], tone) < silent]).toEqual([tone, true]);
    expect(row.metadata).toMatchObject({ gaps: [], pauses: [{}], holds: [{}] });
    expect(row.recordedLeft).toBeCloseTo(row.expectedSeconds!, 1);
  });

  it("is sealed in the storage, and told to other systems and to operators", async () => {
    const port = await freePort();
    await startRecorder({ RECORDER_METRICS_PORT: String(port) });
    const call = await ring();
    await call.answer();
    await say(call.carl, hertz.left, 4_500);
    const row = await stack.finish(call);
    const storage = createDiskStorage({ folder: stack.objects });
    const keys = async () => {
      const found: string[] = [];
      for await (const { key } of storage.list(row.storagePrefix!)) found.push(key);
      return found.toSorted();
    };
    await expect
      .poll(keys)
      .toEqual([row.peaksName, row.objectName].map((name) => `${row.storagePrefix}/${name}`));
    for (const key of await keys()) {
      const bytes = await readFile(join(stack.objects, key));
      expect(bytes.subarray(0, 4).toString()).toBe("SVSO");
      expect(bytes.includes("Opus")).toBe(false);
    }
    const events = await stack.db.database.integrationEvent.findMany({
      where: { tenantId: call.tenantId },
    });
    expect(events).toMatchObject([{ type: "recording.ready", payload: { callId: call.callId } }]);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('synapse_recordings_total{state="complete"} 1');
    expect(metrics).toMatch(/^synapse_recording_segments_total\{result="stored"\} [1-9]/mu);
  });

  it("goes on in another recorder within five seconds when its recorder is killed", async () => {
    const first = await startRecorder();
    const call = await ring();
    await call.answer();
    await stack.speakers.tone(call.carl, hertz.left);
    await delay(6_500);
    await startRecorder();
    await first.kill();
    const killedAt = Date.now();
    await hears(call, 2);
    expect(Date.now() - killedAt).toBeLessThan(5_000);
    await delay(3_000);
    const row = await stack.finish(call);

    expect(row).toMatchObject({ state: "partial", attempt: 2, objectName: "recording-2.ogg" });
    const { gaps } = row.metadata as { gaps: { from: number; to: number; reason: string }[] };
    const [from, to] = [gaps[0]!.from * 1000, gaps.at(-1)!.to * 1000];
    expect(gaps[0]!.reason).toBe("lost");
    expect(to - from).toBeLessThan(10_000);
    expect(row.expectedSeconds! - row.recordedLeft!).toBeLessThan(10);
    const { left } = await stack.soundOf(row);
    const ms = left.length / 48;
    expect(Math.abs(ms - (row.endedAt!.getTime() - row.startedAt!.getTime()))).toBeLessThan(2);
    expect(usualAmplitudeAt(left, hertz.left, latencyMs, from - 50)).toBeGreaterThan(clear);
    expect(greatestAmplitudeAt(left, hertz.left, from + 50, to - 50)).toBeLessThan(silent);
    expect(usualAmplitudeAt(left, hertz.left, to + latencyMs, ms - 100)).toBeGreaterThan(clear);
  });

  it("is handed over to another recorder when its recorder stops", async () => {
    const first = await startRecorder();
    const call = await ring();
    await call.answer();
    await stack.speakers.tone(call.carl, hertz.left);
    await startRecorder();
    await first.stop();
    expect(first.log()).toContain('"msg":"stopped"');
    await hears(call, 2);
    await delay(2_000);
    const row = await stack.finish(call);

    expect(row).toMatchObject({ attempt: 2, objectName: "recording-2.ogg" });
    expect(row.expectedSeconds! - row.recordedLeft!).toBeLessThan(5);
    const { left } = await stack.soundOf(row);
    const ms = left.length / 48;
    expect(usualAmplitudeAt(left, hertz.left, latencyMs, 1_500)).toBeGreaterThan(clear);
    expect(usualAmplitudeAt(left, hertz.left, ms - 1_500, ms - 100)).toBeGreaterThan(clear);
  });

  it("has a gap of the right length where LiveKit was killed and forgot its rooms", async () => {
    await startRecorder();
    const call = await ring();
    const { carl, roomName, callId } = call;
    await call.answer();
    await stack.speakers.tone(carl, hertz.left);
    await delay(3_000);
    const killedAt = Date.now();
    await stack.killLivekit();
    await delay(1_500);
    await stack.startLivekit();
    await stack.media.createRoom(roomName, callId);
    await stack.speakers.leave(carl);
    await stack.joinRoom(call, carl);
    await stack.speakers.tone(carl, hertz.last);
    const backAt = Date.now();
    await expect
      .poll(() => identitiesIn(call), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/^recorder:1\./u));
    const parties = await stack.media.participants(roomName);
    expect(parties?.map(({ identity }) => identity)).not.toContainEqual(
      expect.stringMatching(/^recorder/u),
    );
    await delay(3_000);
    const row = await stack.finish(call);

    expect(row).toMatchObject({ state: "partial", attempt: 1 });
    const startedAt = row.startedAt!.getTime();
    const { left } = await stack.soundOf(row);
    const ms = left.length / 48;
    const [from, to] = [killedAt - startedAt, backAt - startedAt];
    expect(usualAmplitudeAt(left, hertz.left, latencyMs, from)).toBeGreaterThan(clear);
    expect(greatestAmplitudeAt(left, hertz.left, from + 1_000, ms)).toBeLessThan(silent);
    expect(greatestAmplitudeAt(left, hertz.last, 0, to)).toBeLessThan(silent);
    expect(usualAmplitudeAt(left, hertz.last, ms - 2_000, ms - 100)).toBeGreaterThan(clear);
    expect(row.metadata).toMatchObject({ gaps: [{ reason: "not_connected", side: "both" }] });
  });
});
