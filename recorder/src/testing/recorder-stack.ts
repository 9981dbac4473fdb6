import { prepareTestLivekit, type TestLivekit } from "@synapse-voice/local/testing/livekit";
import { createDiskStorage } from "@synapse-voice/platform/object-storage";
import { createLivekitMediaServer, type MediaServer } from "@synapse-voice/platform/media-server";
import { openRange, readKeyRing } from "@synapse-voice/platform/sealing";
import type { Recording } from "@synapse-voice/prisma";
import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { vi } from "vitest";
import type { RecordedCall } from "./recorded-calls.ts";
import { type Speakers, startSpeakers } from "./speakers.ts";
import { lane } from "./tones.ts";

const run = promisify(execFile);
export const recordingKeys = `test:${Buffer.alloc(32, 7).toString("base64")}`;

/** Real database, LiveKit, storage and speakers, for tests of the recorder's process. */
export interface RecorderStack {
  readonly db: MigratedDatabase;
  readonly livekit: TestLivekit;
  readonly media: MediaServer;
  readonly speakers: Speakers;
  /** The folder with the stored objects. */
  readonly objects: string;
  /** Kills LiveKit, which forgets its rooms. */
  killLivekit(): Promise<void>;
  startLivekit(): Promise<void>;
  /** Starts `npm run recorder`. */
  startRecorder(more?: NodeJS.ProcessEnv): TestRecorder;
  /** Lets a person of the call join its room. The id of the speaker is that of the person. */
  joinRoom(call: RecordedCall, userId: string, deviceId?: string): Promise<void>;
  /** Ends a call and its room, and waits for what becomes of its recording. */
  finish(call: RecordedCall, endedAt?: number): Promise<Recording>;
  rowOf(call: RecordedCall): Promise<Recording>;
  /** Decodes the file of a finished recording by FFmpeg, whose decoder is not libopus. */
  soundOf(row: Recording): Promise<{ left: Int16Array; right: Int16Array }>;
  close(): Promise<void>;
}

const finalStates = ["complete", "partial", "failed"];

export interface TestRecorder {
  /** Resolves when it works. */
  ready(): Promise<void>;
  /** Ends the process and its workers at once. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  log(): string;
}

export async function startRecorderStack(): Promise<RecorderStack> {
  const folder = await mkdtemp(join(tmpdir(), "recorder-"));
  const [db, livekit] = await Promise.all([startMigratedDatabase(), prepareTestLivekit()]);
  let running = await livekit.start();
  const objects = join(folder, "objects");
  const { apiKey, apiSecret } = livekit.settings;
  const url = livekit.apiUrl.replace(/^http/u, "ws");
  const media = createLivekitMediaServer({
    apiUrl: livekit.apiUrl,
    publicUrl: url,
    apiKey,
    apiSecret,
    deployment: "test",
  });
  const speakers = startSpeakers();
  const recorders: TestRecorder[] = [];
  const env = {
    DATABASE_URL: db.url,
    LIVEKIT_API_URL: livekit.apiUrl,
    LIVEKIT_API_KEY: apiKey,
    LIVEKIT_API_SECRET: apiSecret,
    RECORDING_KEYS: recordingKeys,
    RECORDING_FOLDER: objects,
    LOG_LEVEL: "debug",
  };

  const rowOf = ({ callId }: RecordedCall) =>
    db.database.recording.findUniqueOrThrow({ where: { callId } });
  return {
    db,
    livekit,
    media,
    speakers,
    objects,
    async killLivekit() {
      process.kill(running.pid, "SIGKILL");
      await running.exited;
    },
    async startLivekit() {
      running = await livekit.start();
    },
    startRecorder(more = {}) {
      const recorder = startProcess({ ...process.env, ...env, ...more });
      recorders.push(recorder);
      return recorder;
    },
    async joinRoom({ roomName }, userId, deviceId = "device") {
      await speakers.join(userId, url, await media.mintToken(roomName, userId, deviceId));
    },
    rowOf,
    async finish(call, endedAt = Date.now()) {
      await call.end(endedAt);
      await media.deleteRoom(call.roomName);
      await vi.waitUntil(async () => finalStates.includes((await rowOf(call)).state), {
        timeout: 15_000,
      });
      return rowOf(call);
    },
    async soundOf({ callId, storagePrefix, objectName, wrappedKey }) {
      const dataKey = readKeyRing(recordingKeys).unwrap(wrappedKey ?? "", callId);
      const storage = createDiskStorage({ folder: objects });
      const identity = { recordingId: callId, name: objectName ?? "" };
      const key = `${storagePrefix}/${objectName}`;
      const path = join(folder, `${callId}.ogg`);
      await writeFile(path, await buffer(await openRange(storage, key, dataKey, identity)));
      const decode = ["-v", "error", "-c:a", "opus", "-i", path, "-f", "s16le", "-"];
      const options = { encoding: "buffer", maxBuffer: 2 ** 28 } as const;
      const { stdout } = await run("ffmpeg", decode, options);
      const samples = new Int16Array(Uint8Array.from(stdout).buffer);
      return { left: lane(samples, "left"), right: lane(samples, "right") };
    },
    async close() {
      await Promise.all(recorders.map((recorder) => recorder.kill()));
      speakers.close();
      await livekit.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startProcess(env: NodeJS.ProcessEnv): TestRecorder {
  const script = fileURLToPath(new URL("../main.ts", import.meta.url));
  // A group of its own, which is killed with its workers.
  const child = spawn(process.execPath, [script], { env, detached: true, stdio: "pipe" });
  const lines: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => lines.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => lines.push(chunk));
  const exited = once(child, "exit");
  const log = (): string => Buffer.concat(lines).toString();
  return {
    ready: async () =>
      void (await vi.waitUntil(() => log().includes("recording calls"), { timeout: 20_000 })),
    async kill() {
      signalGroup(child, "SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
    log,
  };
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended just now.
  }
}
