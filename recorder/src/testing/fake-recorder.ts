import type { Clock } from "@synapse-voice/platform/clock";
import { createFakeClock, createFakeObjectStorage } from "@synapse-voice/platform/testing";
import { readKeyRing } from "@synapse-voice/platform/sealing";
import { setImmediate as nextTurn } from "node:timers/promises";
import { pino } from "pino";
import { startJob } from "../leases/job.ts";
import { createRecorder } from "../leases/recorder.ts";
import { createFakeRecordingStore } from "../recordings/fake-recording-store.ts";
import type { Recording } from "../recordings/recording.ts";
import type { FinishedFile, Outcome } from "../recordings/recording-store.ts";
import { createFakeRoomAudio } from "../rooms/fake-room-audio.ts";
import { createSegmentUploads } from "../storage/segment-uploads.ts";
import { ringing } from "./ringing-call.ts";
import { tone } from "./tones.ts";

export const customer = { identity: "carl:tab", trackSid: "TR_c" };
export const agent = { identity: "ada:tab", trackSid: "TR_a" };
const frameMs = 100;
const sound = tone(500, frameMs);

type RecorderOptions = {
  readonly maxRecordings?: number;
  readonly maxBytes?: number;
  readonly onWorn?: () => void;
  /** Number of the wrapping key. */
  readonly key?: number;
};

/** Recorders with everything around them in memory. Time passes only by `pass`. */
export function createFakeWorld() {
  const clock = createFakeClock();
  const store = createFakeRecordingStore();
  const storage = createFakeObjectStorage();
  const rooms = createFakeRoomAudio();
  const log = pino({ level: "silent" });
  const outcomes: Outcome[] = [];
  const dead = new Set<string>();
  let onFrame: () => void = () => undefined;

  /** The clock of a recorder, which stops when the recorder is killed. */
  const clockOf = (owner: string): Clock => ({
    now: clock.now,
    after: (delayMs, work) => clock.after(delayMs, () => void (dead.has(owner) || work())),
  });

  return {
    clock,
    store,
    storage,
    rooms,
    outcomes,

    /** Makes a recorder. The methods of the fakes are called by all of them. */
    recorder(owner: string, options: RecorderOptions = {}) {
      const { maxRecordings = 100, maxBytes = 1_000_000, onWorn = () => {}, key = 7 } = options;
      const clock = clockOf(owner);
      const uploads = createSegmentUploads({ storage, clock, log, maxBytes });
      const keys = readKeyRing(`test${key}:${Buffer.alloc(32, key).toString("base64")}`);
      const deps = { store, storage, uploads, keys, roomAudio: rooms, clock, log };
      return createRecorder({
        owner,
        store,
        clock,
        log,
        capacity: 10,
        maxRecordings,
        onWorn,
        startJob: (recording, readAt) =>
          startJob(recording, readAt, {
            ...deps,
            createEncoder: () => ({ encode: (samples) => Uint8Array.of(samples[0] ? 1 : 0) }),
            onFinished: (outcome) => outcomes.push(outcome),
          }),
      });
    },

    /** Stops everything that a recorder does, at once. */
    kill: (owner: string): void => void dead.add(owner),

    /** Adds a call that rings, or one as the change says. */
    place(callId: string, change: Partial<Recording> = {}): void {
      store.add({ ...ringing(callId, clock.now()), ...change });
    },

    answer: (): void => store.change("call", { answeredAt: clock.now() }),
    end: (): void => store.change("call", { endedAt: clock.now() }),
    /** Returns the finished file of the call. */
    file: (): FinishedFile => store.outcomeOf("call") as FinishedFile,
    /** Places the call, and lets it be answered after a second. */
    async talk(): Promise<void> {
      this.place("call");
      await this.pass(1_000);
      this.answer();
      this.speakIn("call");
    },

    /** Lets both speak in a room from now on, with every 100 ms that pass. */
    speakIn(callId: string): void {
      onFrame = () => {
        for (const source of [customer, agent]) rooms.speak(callId, source, sound);
      };
    },

    silence: (): void => void (onFrame = () => undefined),

    /** Lets time pass, and work be done in it. */
    async pass(ms: number, stepMs = frameMs): Promise<void> {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.advance(stepMs);
        onFrame();
        for (let turn = 0; turn < 4; turn++) await nextTurn();
      }
    },
  };
}

export type FakeWorld = ReturnType<typeof createFakeWorld>;
