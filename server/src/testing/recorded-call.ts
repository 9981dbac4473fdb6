import { randomBytes } from "node:crypto";
import type { RecordingMetadata, RecordingState } from "@synapse-voice/contract";
import { createDataKey, readKeyRing, seal } from "@synapse-voice/platform/sealing";
import { createFakeObjectStorage, type FakeObjectStorage } from "@synapse-voice/platform/testing";
import type { AppDeps } from "../compose/app.ts";
import { createRecordedSound } from "../recordings/recorded-sound.ts";
import { startTestServer, type TestClient, type TestServer } from "./server-for-tests.ts";

const keys = readKeyRing(`test:${randomBytes(32).toString("base64")}`);

/** A server with a storage of recordings, which the test can make fail. */
export interface RecordingServer extends TestServer {
  readonly storage: FakeObjectStorage;
}

export async function startRecordingServer(
  overrides: Partial<AppDeps> = {},
): Promise<RecordingServer> {
  const storage = createFakeObjectStorage();
  const recordedSound = createRecordedSound({ storage: async () => storage, keys });
  return { ...(await startTestServer(undefined, { recordedSound, ...overrides })), storage };
}

/** Places and answers a call. Returns its id. */
export async function talk(caller: TestClient, callee: TestClient): Promise<string> {
  const { callId } = (
    await caller.ask("POST", "/api/voip/start-call", { calleeSupabaseId: callee.id })
  ).body;
  const { status } = await callee.ask("POST", `/api/voip/calls/${callId}/accept`);
  if (status !== 200) throw new Error(`the call was not answered: ${status}`);
  return callId;
}

export interface WrittenRecording {
  readonly callId: string;
  readonly sound: Uint8Array;
  readonly storagePrefix: string;
}

/** Writes the recording of a call as a recorder does. `sound` stands for the file. */
export async function record(
  { db, storage, clock }: RecordingServer,
  callId: string,
  metadata: Partial<RecordingMetadata> = {},
  state: RecordingState = "complete",
): Promise<WrittenRecording> {
  const { tenantId } = await db.database.recording.findUniqueOrThrow({ where: { callId } });
  const sound = randomBytes(200_000);
  const dataKey = createDataKey();
  const storagePrefix = `${tenantId}/${callId}`;
  const put = (name: string, content: Uint8Array) =>
    storage.put(`${storagePrefix}/${name}`, seal(content, dataKey, { recordingId: callId, name }));
  await put("recording.ogg", sound);
  await put("peaks", Uint8Array.from([255, 0, 251, 3]));
  await put("segments-1-0", randomBytes(100));
  await db.database.recording.update({
    where: { callId },
    data: {
      state,
      attempt: 1,
      wrappedKey: keys.wrap(dataKey, callId),
      storagePrefix,
      objectName: "recording.ogg",
      objectBytes: sound.length,
      peaksName: "peaks",
      startedAt: new Date(clock.now() - 60_000),
      endedAt: new Date(clock.now()),
      expectedSeconds: 60,
      recordedLeft: 60,
      recordedRight: 58,
      metadata: {
        durationSeconds: 60,
        speakers: [],
        gaps: [],
        pauses: [],
        holds: [],
        ...metadata,
      },
    },
  });
  return { callId, sound, storagePrefix };
}

/** A call of the two that was answered, is over and was recorded. */
export async function recordedCall(
  server: RecordingServer,
  caller: TestClient,
  callee: TestClient,
): Promise<WrittenRecording> {
  const callId = await talk(caller, callee);
  await caller.ask("POST", `/api/voip/calls/${callId}/hang-up`);
  server.clock.advance(1_000);
  return record(server, callId);
}
