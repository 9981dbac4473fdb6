import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { placeCall, type RecordedCall } from "../testing/recorded-calls.ts";
import { createPrismaRecordingStore } from "./prisma-recording-store.ts";
import { recordingStoreCases } from "./testing/recording-store-cases.ts";

const placedAt = Date.parse("2026-03-01T09:59:00.000Z");

describe("the store of recordings in PostgreSQL", () => {
  let db: MigratedDatabase;
  const calls = new Map<string, RecordedCall>();
  const call = (callId: string): RecordedCall => calls.get(callId)!;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  beforeEach(async () => {
    await db.database.recording.deleteMany();
  });
  afterAll(() => db?.close());

  recordingStoreCases(() => {
    const { recording, integrationEvent, recorderProcess } = db.database;
    const setState = async (callId: string, state: "refused" | "pending") =>
      void (await recording.update({ where: { callId }, data: { state } }));
    return {
      store: createPrismaRecordingStore(db.database),
      async place(options) {
        const placed = await placeCall(db.database, { placedAt, ...options });
        calls.set(placed.callId, placed);
        return placed.callId;
      },
      answer: (callId, at) => call(callId).answer(at),
      pause: (callId, from) => call(callId).pause(from),
      resume: (callId, to) => call(callId).resume(to),
      hold: (callId, since) => call(callId).hold(since),
      end: (callId, at) => call(callId).end(at),
      remove: async (callId) => void (await recording.delete({ where: { callId } })),
      refuse: (callId) => setState(callId, "refused"),
      reopen: (callId) => setState(callId, "pending"),
      stateOf: async (callId) => (await recording.findUniqueOrThrow({ where: { callId } })).state,
      async events() {
        const rows = await integrationEvent.findMany({ where: { type: "recording.ready" } });
        return rows.map(({ payload }) => (payload as { callId: string }).callId);
      },
      async recorders() {
        const rows = await recorderProcess.findMany();
        return Object.fromEntries(rows.map(({ id, freeCalls }) => [id, freeCalls]));
      },
    };
  });
});
