import type { Clock } from "@synapse-voice/platform/clock";
import type { KeyRing } from "@synapse-voice/platform/sealing";
import type { KeyObject } from "node:crypto";
import type { StereoEncoder } from "../audio/opus/stereo-encoder.ts";
import { type Capture, startCapture } from "../capture/capture.ts";
import { type Lease, type Recording, startOf } from "../recordings/recording.ts";
import { pause } from "../retries/backoff.ts";
import type { RoomAudio } from "../rooms/room-audio.ts";
import type { SegmentQueue, SegmentUploads } from "../storage/segment-uploads.ts";
import { dataKeyOf } from "./data-key.ts";
import { type FinishDeps, finishRecording, giveUpMs } from "./finish-recording.ts";

/** Time in ms that the last segments of a recorder that stops may need to reach the storage. */
const handOverMs = 5_000;

export interface JobDeps extends FinishDeps {
  readonly uploads: SegmentUploads;
  readonly keys: KeyRing;
  readonly roomAudio: RoomAudio;
  createEncoder(): StereoEncoder;
}

/** The work of a recorder on one recording, from its lease on. */
export interface Job {
  readonly lease: Lease;
  /** Tells what the database said at a time. */
  update(recording: Recording, readAt: number): void;
  /** Ends the work without a trace: another recorder has the recording, or it is gone. */
  lose(): void;
  /** Stores what there is, and gives the lease back. */
  release(): Promise<void>;
  /** Resolves when the work is over. Rejects if it failed in a way that others may not. */
  readonly done: Promise<void>;
}

export function startJob(taken: Recording, readAt: number, allDeps: JobDeps): Job {
  const { callId, attempt } = taken;
  const deps = { ...allDeps, log: allDeps.log.child({ callId, attempt }) };
  const { store, clock } = deps;
  const lease: Lease = { callId, attempt };
  const stopped = new AbortController();
  const { signal } = stopped;
  let facts = { recording: taken, readAt };
  let hasBegun = taken.state !== "pending";
  let capture: Capture | null = null;
  let queue: SegmentQueue | null = null;
  let noteEnd: () => void = () => undefined;
  const endOfCapture = new Promise<void>((resolve) => (noteEnd = resolve));
  signal.addEventListener("abort", () => noteEnd(), { once: true });

  function follow(): void {
    const { recording } = facts;
    capture?.update(recording, facts.readAt);
    if (recording.endedAt !== null) return noteEnd();
    if (hasBegun || startOf(recording) === null) return;
    hasBegun = true;
    store.begin(lease, clock.now()).catch(() => (hasBegun = false));
  }

  async function record(dataKey: KeyObject): Promise<void> {
    const { storagePrefix } = taken;
    queue = deps.uploads.open({ callId, storagePrefix, dataKey });
    capture = startCapture(taken, { ...deps, onSegment: queue.add });
    follow();
    await endOfCapture;
    if (signal.aborted) return;
    capture.finish();
    capture = null;
    await storeRest(queue, clock, signal);
  }

  async function work(): Promise<void> {
    const dataKey = await dataKeyOf(taken, deps.keys, store);
    if (!dataKey || signal.aborted) return;
    if (facts.recording.endedAt === null) await record(dataKey);
    if (signal.aborted) return;
    // The server deletes the recording of a call that ended before anything could be recorded.
    if (startOf(facts.recording) === null) return store.release([lease]);
    await finishRecording(facts.recording, dataKey, signal, deps);
  }

  return {
    lease,
    update(recording, at) {
      facts = { recording, readAt: at };
      follow();
    },
    lose() {
      stopped.abort();
      capture?.abandon();
      queue?.abandon();
      // It can be open again soon, as when a customer agrees after all.
      store.release([lease]).catch(() => undefined);
    },
    async release() {
      capture?.stop();
      capture = null;
      stopped.abort();
      const handOver = new AbortController();
      await Promise.race([queue?.whenEmpty(), pause(clock, handOverMs, handOver.signal)]);
      handOver.abort();
      queue?.abandon();
      await store.release([lease]).catch(() => undefined);
    },
    done: work().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    }),
  };
}

/** Waits for the last segments to be stored, as long as that makes sense. */
async function storeRest(queue: SegmentQueue, clock: Clock, signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  await Promise.race([queue.whenEmpty(), pause(clock, giveUpMs, either)]);
  waiting.abort();
  queue.abandon();
}
