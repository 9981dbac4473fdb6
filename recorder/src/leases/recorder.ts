import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import type { Recording } from "../recordings/recording.ts";
import type { RecordingStore } from "../recordings/recording-store.ts";
import { createBeat } from "./beat.ts";
import type { Job } from "./job.ts";
import { createJobList } from "./job-list.ts";

/** Interval at which leases are renewed, changes are read, and free recordings are taken. */
const beatMs = 500;
/** The most recordings that are taken at once, so that several recorders share them. */
const takenAtOnce = 5;
const announceMs = 3_000;
export interface RecorderDeps {
  /** Names this recorder in leases. */
  readonly owner: string;
  readonly store: RecordingStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** The most recordings at a time. */
  readonly capacity: number;
  /** After so many recordings, this recorder takes no more: `onWorn` is called. */
  readonly maxRecordings: number;
  onWorn(): void;
  startJob(recording: Recording, readAt: number): Job;
}

export type Recorder = ReturnType<typeof createRecorder>;

/** Takes recordings by leases, and works on them until they are finished. */
export function createRecorder({ owner, store, clock, log, capacity, ...deps }: RecorderDeps) {
  const jobs = createJobList({ clock, log, startJob: deps.startJob });
  let takesMore = true;
  let started = 0;
  let announcedAt = -Infinity;

  async function renew(): Promise<void> {
    const readAt = clock.now();
    const held = jobs.all();
    const leases = held.map(({ lease }) => lease);
    const renewed = await store.renew(leases, readAt);
    const current = new Map(renewed.map((recording) => [recording.callId, recording]));
    for (const job of held) {
      const recording = current.get(job.lease.callId);
      if (recording) job.update(recording, readAt);
      else job.lose();
    }
  }

  async function take(): Promise<void> {
    const now = clock.now();
    const limit = takesMore ? Math.min(capacity - jobs.size(), takenAtOnce) : 0;
    if (limit <= 0) return;
    for (const recording of await store.take(owner, now, limit, jobs.excluded())) {
      jobs.start(recording, now);
      if (++started !== deps.maxRecordings) continue;
      takesMore = false;
      deps.onWorn();
    }
  }

  async function announce(): Promise<void> {
    const now = clock.now();
    if (now - announcedAt < announceMs) return;
    announcedAt = now;
    if (takesMore) await store.announce(owner, capacity - jobs.size(), now);
    else await store.retire(owner);
  }

  const beat = createBeat({
    clock,
    log,
    intervalMs: beatMs,
    async work() {
      await renew();
      await take();
      await announce();
    },
  });

  return {
    start: beat.wake,
    /** Reads the database now, since something has changed. */
    wake: beat.wake,
    size: jobs.size,

    /** Takes no more recordings. Resolves when all that it has are finished. */
    async drain(): Promise<void> {
      takesMore = false;
      await jobs.whenEmpty();
    },

    /** Stores what there is of each recording, and leaves all to other recorders. */
    async stop(): Promise<void> {
      takesMore = false;
      await beat.stop();
      // The last seconds may be stored only if it is known that they are in no pause.
      await renew().catch(() => undefined);
      await Promise.all(jobs.all().map((job) => job.release()));
      await store.retire(owner).catch(() => undefined);
    },
  };
}
