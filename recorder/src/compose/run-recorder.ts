import { recordingChannel } from "@synapse-voice/contract";
import { createDatabaseClock } from "@synapse-voice/platform/clock";
import { createPostgresWakeUps } from "@synapse-voice/platform/database";
import { messageOf } from "@synapse-voice/platform/errors";
import { createMetricsRegistry } from "@synapse-voice/platform/metrics";
import { createStorage } from "@synapse-voice/platform/object-storage";
import { createDatabase, readDatabaseTime } from "@synapse-voice/prisma";
import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { createOpusEncoder } from "../audio/opus/opus-encoder.ts";
import type { Config } from "../config.ts";
import { startJob } from "../leases/job.ts";
import { createRecorder } from "../leases/recorder.ts";
import { createRecorderMetrics } from "../metrics/recorder-metrics.ts";
import { createPrismaRecordingStore } from "../recordings/prisma-recording-store.ts";
import { createLivekitRoomAudio } from "../rooms/livekit-room-audio.ts";
import { createSegmentUploads } from "../storage/segment-uploads.ts";

/** Shorter than a lease: a statement that takes longer is of no use. */
const statementTimeoutMs = 3_000;
const synchroniseMs = 10_000;

export interface RunningRecorder {
  readonly registry: Registry;
  /** Takes no more recordings. Resolves when all that it has are finished. */
  drain(): Promise<void>;
  /** Stores what there is, leaves all to other recorders, and closes all connections. */
  stop(): Promise<void>;
}

/** Starts a recorder with the real database, LiveKit and storage. */
export async function runRecorder(
  config: Config,
  log: Logger,
  onWorn: () => void,
): Promise<RunningRecorder> {
  const database = createDatabase({
    url: config.DATABASE_URL,
    poolSize: 5,
    statementTimeoutMs,
    connectTimeoutMs: statementTimeoutMs,
  });
  const clock = createDatabaseClock(() => readDatabaseTime(database));
  const synchronise = () =>
    clock.synchronise().catch((error: unknown) => {
      log.debug({ cause: messageOf(error) }, "can't read the database's time");
    });
  await synchronise();
  const synchronising = setInterval(() => void synchronise(), synchroniseMs);

  const store = createPrismaRecordingStore(database);
  const storage = await createStorage(config);
  const uploads = createSegmentUploads({
    storage,
    clock,
    log,
    onStored: () => metrics.segment("stored"),
    onDropped: () => metrics.segment("dropped"),
  });
  const roomAudio = createLivekitRoomAudio({
    url: config.LIVEKIT_API_URL.replace(/^http/u, "ws"),
    apiKey: config.LIVEKIT_API_KEY,
    apiSecret: config.LIVEKIT_API_SECRET,
  });
  const recorder = createRecorder({
    owner: randomUUID(),
    store,
    clock,
    log,
    capacity: config.RECORDER_CALLS,
    maxRecordings: config.RECORDER_CALLS_PER_PROCESS,
    onWorn,
    startJob: (recording, readAt) =>
      startJob(recording, readAt, {
        store,
        storage,
        uploads,
        keys: config.RECORDING_KEYS,
        roomAudio,
        clock,
        log,
        createEncoder: createOpusEncoder,
        onFinished: (outcome, finishMs) => metrics.finished(outcome, finishMs),
      }),
  });
  const registry = createMetricsRegistry();
  const metrics = createRecorderMetrics(registry, {
    recordings: recorder.size,
    waitingBytes: () => uploads.waitingBytes,
  });
  const wakeUps = createPostgresWakeUps(config.DATABASE_URL, recordingChannel, clock, log);
  wakeUps.listenToAll(recorder.wake);
  recorder.start();
  log.info({ storage: config.RECORDING_STORAGE }, "recording calls");

  return {
    registry,
    drain: recorder.drain,
    async stop() {
      await recorder.stop();
      clearInterval(synchronising);
      await wakeUps.close();
      await database.$disconnect();
    },
  };
}
