import { liveStatuses } from "@synapse-voice/contract";
import type { Database } from "@synapse-voice/prisma";
import type { CallAddress } from "../../calls/store/call-store.ts";
import type { RecordingSweepStore } from "./recording-sweep-store.ts";

/** Failure of a recording that no recorder has taken. */
const noRecorder = "no_recorder";

/** A recorder that held a recording may still write objects for this time after its lease. */
const leaseGraceMs = 60_000;
/** Time between two attempts to delete the objects of a recording. It doubles, up to the limit. */
const retryMs = 60_000;
const maxDoublings = 6;

/** The jobs' reads of recordings from PostgreSQL. */
export const createPrismaRecordingSweepStore = (database: Database): RecordingSweepStore => ({
  unannounced: (now, limit) => database.$queryRaw<CallAddress[]>`
    SELECT r."callId", r."tenantId"
    FROM "CallLog" c JOIN "recording" r ON r."callId" = c."id"
    WHERE c."status" = ANY(${[...liveStatuses]}::"CallStatus"[]) AND (
      r."state" <> r."announcedState"
      OR EXISTS (
        SELECT FROM "recording_pause" p
        WHERE p."callId" = r."callId" AND p."endedAt" IS NULL AND p."warnedAt" IS NULL
          AND p."startedAt" <= ${new Date(now)}::timestamptz
            - make_interval(secs => (r."terms" ->> 'maxPauseSeconds')::double precision)
      )
    )
    LIMIT ${limit}`,
  async hasFreeRecorder(now) {
    const free = await database.recorderProcess.count({
      where: { leaseUntil: { gt: new Date(now) }, freeCalls: { gt: 0 } },
    });
    return free > 0;
  },
  failUnrecorded: (endedBefore, now) => database.$queryRaw<CallAddress[]>`
    UPDATE "recording" r
    SET "state" = 'failed', "failure" = ${noRecorder}, "updatedAt" = ${new Date(now)}
    FROM "CallLog" c
    WHERE c."id" = r."callId" AND c."tenantId" = r."tenantId"
      AND c."endedAt" < ${new Date(endedBefore)}
      AND r."state" = 'pending' AND r."attempt" = 0 AND r."leaseUntil" IS NULL
    RETURNING r."callId", r."tenantId"`,
  async tenantsWithSound() {
    const rows = await database.recording.groupBy({
      by: ["tenantId"],
      where: { deletedAt: null, state: { in: ["complete", "partial", "failed"] } },
    });
    return rows.map(({ tenantId }) => tenantId);
  },
  toDelete: (now, limit) => database.$queryRaw`
    SELECT "tenantId", "callId", "storagePrefix" FROM "recording"
    WHERE "deletedAt" IS NULL AND "wrappedKey" IS NULL AND "state" IN ('expired', 'erased')
      AND ("leaseUntil" IS NULL OR "leaseUntil" < ${new Date(now - leaseGraceMs)})
      AND ("deletionAttempts" = 0 OR "updatedAt" <= ${new Date(now)}::timestamptz
        - make_interval(secs => ${retryMs / 1000}::double precision
          * power(2, least("deletionAttempts" - 1, ${maxDoublings}::int))))
    ORDER BY "deletionAttempts", "updatedAt" LIMIT ${limit}`,
});
