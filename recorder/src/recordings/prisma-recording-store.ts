import { Prisma, type Database } from "@synapse-voice/prisma";
import type { Lease } from "./recording.ts";
import { leaseMs, openStates, processLeaseMs, type RecordingStore } from "./recording-store.ts";
import { recordingReadyEvent, rowOfOutcome } from "./outcome-row.ts";
import { readRecordings } from "./read-recordings.ts";

const { sql, raw } = Prisma;

const isOpen = sql`r."state" IN (${raw(openStates.map((state) => `'${state}'`).join(", "))})`;
/** Rows of recorders that were killed are deleted after this time. */
const forgetMs = 3_600_000;

const idsOf = (rows: readonly { callId: string }[]): string[] => rows.map(({ callId }) => callId);

/** Recordings in PostgreSQL. */
export function createPrismaRecordingStore(database: Database): RecordingStore {
  const own = ({ callId, attempt }: Lease) =>
    ({ callId, attempt, state: { in: [...openStates] } }) satisfies Prisma.RecordingWhereInput;
  const change = async (lease: Lease, data: Prisma.RecordingUpdateManyMutationInput) =>
    (await database.recording.updateMany({ where: own(lease), data })).count === 1;

  return {
    take: async (owner, now, limit, except) => {
      const taken = await takeFree(database, { owner, now, limit, except });
      return readRecordings(database, idsOf(taken));
    },
    renew: async (leases, now) =>
      readRecordings(database, idsOf(await renewLeases(database, leases, now))),

    async setKey(lease, wrappedKey) {
      const where = { ...own(lease), wrappedKey: null, state: "pending" } as const;
      const { count } = await database.recording.updateMany({ where, data: { wrappedKey } });
      return count === 1;
    },

    async begin({ callId, attempt }, now) {
      await database.$executeRaw`
        UPDATE "recording" r
        SET "updatedAt" = ${new Date(now)},
          "state" = (CASE WHEN EXISTS (
            SELECT FROM "recording_pause" p WHERE p."callId" = r."callId" AND p."endedAt" IS NULL
          ) THEN 'paused' ELSE 'recording' END)::"RecordingState"
        WHERE r."callId" = ${callId}::uuid AND r."attempt" = ${attempt} AND r."state" = 'pending'`;
    },

    beginFinishing: (lease, now) => change(lease, { state: "finishing", updatedAt: new Date(now) }),

    finish: (lease, outcome, now) =>
      database.$transaction(async (transaction) => {
        const [row] = await transaction.recording.updateManyAndReturn({
          where: own(lease),
          data: { ...rowOfOutcome(outcome), updatedAt: new Date(now) },
          select: { tenantId: true },
        });
        if (!row) return false;
        if (outcome.state === "failed") return true;
        await transaction.integrationEvent.create({
          data: {
            tenantId: row.tenantId,
            createdAt: new Date(now),
            ...recordingReadyEvent(lease.callId, outcome),
          },
        });
        return true;
      }),

    async release(leases) {
      const data = { leaseOwner: null, leaseUntil: null };
      for (const { callId, attempt } of leases)
        await database.recording.updateMany({ where: { callId, attempt }, data });
    },

    async announce(owner, freeCalls, now) {
      const row = { freeCalls, leaseUntil: new Date(now + processLeaseMs) };
      await database.recorderProcess.upsert({
        where: { id: owner },
        create: { id: owner, ...row },
        update: row,
      });
      await database.recorderProcess.deleteMany({
        where: { leaseUntil: { lt: new Date(now - forgetMs) } },
      });
    },

    async retire(owner) {
      await database.recorderProcess.deleteMany({ where: { id: owner } });
    },
  };
}

/** Takes free recordings. Those that another recorder is taking just now are left out. */
async function takeFree(
  database: Database,
  {
    owner,
    now,
    limit,
    except,
  }: { owner: string; now: number; limit: number; except: ReadonlySet<string> },
) {
  return database.$queryRaw<{ callId: string }[]>`
    WITH free AS (
      SELECT r."callId"
      FROM "recording" r JOIN "CallLog" c ON c."id" = r."callId"
      WHERE ${isOpen}
        AND (r."leaseUntil" IS NULL OR r."leaseUntil" <= ${new Date(now)})
        AND (r."state" = 'pending' OR r."wrappedKey" IS NOT NULL)
        AND (c."endedAt" IS NULL OR (c."answeredAt" IS NOT NULL AND r."activeFrom" IS NOT NULL))
        AND r."callId" <> ALL(${[...except]}::uuid[])
      ORDER BY c."placedAt"
      LIMIT ${limit}
      FOR UPDATE OF r SKIP LOCKED
    )
    UPDATE "recording" r
    SET "leaseOwner" = ${owner},
      "leaseUntil" = ${new Date(now + leaseMs)},
      "attempt" = r."attempt" + 1,
      "storagePrefix" = coalesce(r."storagePrefix", r."tenantId" || '/' || r."callId")
    FROM free WHERE r."callId" = free."callId"
    RETURNING r."callId"`;
}

async function renewLeases(database: Database, leases: readonly Lease[], now: number) {
  if (leases.length === 0) return [];
  return database.$queryRaw<{ callId: string }[]>`
    UPDATE "recording" r
    SET "leaseUntil" = ${new Date(now + leaseMs)}
    FROM unnest(
      ${idsOf(leases)}::uuid[], ${leases.map(({ attempt }) => attempt)}::int[]
    ) AS mine ("callId", "attempt")
    WHERE r."callId" = mine."callId" AND r."attempt" = mine."attempt"
      AND r."leaseOwner" IS NOT NULL AND ${isOpen}
    RETURNING r."callId"`;
}
