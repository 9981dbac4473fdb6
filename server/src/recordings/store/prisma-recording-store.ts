import { RecordingMetadata } from "@synapse-voice/contract";
import { isUuid } from "@synapse-voice/platform/database";
import { Prisma, type Database, type Recording } from "@synapse-voice/prisma";
import * as v from "valibot";
import type { Expiry, RecordingStore, StoredRecording } from "./recording-store.ts";

const StoredMetadata = v.fallback(v.nullable(RecordingMetadata), null);

/** States in which the recorder is done with a recording. */
const finished = ["complete", "partial", "failed"] as const;

const msOrNull = (at: Date | null): number | null => at?.getTime() ?? null;

const toRecording = (row: Recording, disposition: string | null): StoredRecording => ({
  state: row.state,
  startedAt: msOrNull(row.startedAt),
  endedAt: msOrNull(row.endedAt),
  expectedSeconds: row.expectedSeconds,
  recordedLeft: row.recordedLeft,
  recordedRight: row.recordedRight,
  metadata: v.parse(StoredMetadata, row.metadata),
  failure: row.failure,
  legalHold: row.legalHold,
  deletedAt: msOrNull(row.deletedAt),
  deletedBy: row.deletedBy,
  wrappedKey: row.wrappedKey,
  storagePrefix: row.storagePrefix,
  objectName: row.objectName,
  peaksName: row.peaksName,
  disposition,
});

/** Recordings in PostgreSQL. */
export const createPrismaRecordingStore = (database: Database): RecordingStore => ({
  async find(tenantId, callId) {
    if (!isUuid(callId)) return null;
    const row = await database.recording.findFirst({
      where: { tenantId, callId },
      include: {
        call: { select: { notes: { where: { tenantId }, select: { dispositionId: true } } } },
      },
    });
    return row && toRecording(row, row.call.notes?.dispositionId ?? null);
  },
  async setLegalHold(tenantId, callId, legalHold) {
    const { count } = await database.recording.updateMany({
      where: { tenantId, callId, state: { notIn: ["expired", "erased"] } },
      data: { legalHold },
    });
    return count > 0;
  },
  async recordAccess(tenantId, { at, ...access }) {
    await database.recordingAccess.createMany({
      data: [{ ...access, tenantId, at: new Date(at) }],
      skipDuplicates: true,
    });
  },
  async destroy(tenantId, callId, by, now) {
    const { count } = await database.recording.updateMany({
      where: { tenantId, callId, legalHold: false, state: { in: [...finished] } },
      data: { state: "erased", wrappedKey: null, deletedBy: by, updatedAt: new Date(now) },
    });
    return count > 0;
  },
  destroyExpired: (tenantId, expiry, now, limit) =>
    destroyExpired(database, tenantId, expiry, now, limit),
  async destroyOfErased(tenantId, now) {
    const erased = { erasedAt: { not: null } };
    await database.recording.updateMany({
      where: {
        tenantId,
        legalHold: false,
        state: { in: [...finished] },
        call: { legs: { some: { tenantId, person: { customer: erased } } } },
      },
      data: { state: "erased", wrappedKey: null, updatedAt: new Date(now) },
    });
  },
  async markDeleted(tenantId, callId, now) {
    await database.recording.updateMany({
      where: { tenantId, callId, wrappedKey: null, state: { in: ["expired", "erased"] } },
      data: {
        deletedAt: new Date(now),
        objectName: null,
        objectBytes: null,
        peaksName: null,
        metadata: Prisma.DbNull,
        deletionError: null,
        updatedAt: new Date(now),
      },
    });
  },
  async markNotDeleted(tenantId, callId, reason, now) {
    await database.recording.updateMany({
      where: { tenantId, callId, deletedAt: null },
      data: {
        deletionError: reason,
        deletionAttempts: { increment: 1 },
        updatedAt: new Date(now),
      },
    });
  },
});

function destroyExpired(
  database: Database,
  tenantId: string,
  { endedBefore, byDisposition }: Expiry,
  now: number,
  limit: number,
): Promise<number> {
  const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
  const rules = byDisposition.map((rule) => ({
    disposition: rule.disposition,
    endedBefore: date(rule.endedBefore),
  }));
  return database.$executeRaw`
    UPDATE "recording" SET "state" = 'expired', "wrappedKey" = NULL, "updatedAt" = ${new Date(now)}
    WHERE "tenantId" = ${tenantId}::uuid AND "callId" IN (
      SELECT r."callId"
      FROM "recording" r
      JOIN "CallLog" c ON c."tenantId" = r."tenantId" AND c."id" = r."callId"
      LEFT JOIN "call_notes" n ON n."tenantId" = r."tenantId" AND n."callId" = r."callId"
      LEFT JOIN jsonb_to_recordset(${JSON.stringify(rules)}::jsonb)
        AS rule("disposition" text, "endedBefore" timestamptz)
        ON rule."disposition" = n."dispositionId"
      WHERE r."tenantId" = ${tenantId}::uuid AND r."deletedAt" IS NULL AND NOT r."legalHold"
        AND r."state" IN ('complete', 'partial', 'failed')
        AND c."endedAt" < CASE WHEN rule."disposition" IS NULL
          THEN ${date(endedBefore)}::timestamptz ELSE rule."endedBefore" END
      ORDER BY c."endedAt" LIMIT ${limit}
      FOR UPDATE OF r SKIP LOCKED
    )`;
}
