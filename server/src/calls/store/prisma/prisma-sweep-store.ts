import { waitingStatuses } from "@synapse-voice/contract";
import { Prisma, type Database } from "@synapse-voice/prisma";
import type { CallAddress } from "../call-store.ts";
import type { SweepStore } from "../sweep-store.ts";

/** Call-backs that are done are deleted this much later than events. */
const doneCallbackMs = 90 * 24 * 3_600_000;

const address = { id: true, tenantId: true } as const;
const toAddress = ({
  id,
  tenantId,
}: {
  readonly id: string;
  readonly tenantId: string;
}): CallAddress => ({ callId: id, tenantId });

/** The sweeper's reads from PostgreSQL. */
export function createPrismaSweepStore(database: Database): SweepStore {
  return {
    dueCalls: (now, leases, limit) => dueCalls(database, new Date(now), leases, limit),
    async callsWithExpiredTurns(now, limit) {
      const rows = await database.callOffer.findMany({
        where: { outcome: null, fromQueue: true, expiresAt: { lte: new Date(now) } },
        select: { callId: true, tenantId: true },
        orderBy: { expiresAt: "asc" },
        take: limit,
      });
      return [...new Map(rows.map((row) => [row.callId, row])).values()];
    },
    callsOfRemovedPeople: (limit) => callsOfRemovedPeople(database, limit),
    callsRingingBusyCustomers: (limit) => callsRingingBusyCustomers(database, limit),
    callsPastRejoinDeadline: (now, limit) => database.$queryRaw<CallAddress[]>`
      SELECT DISTINCT "callId", "tenantId" FROM "call_leg"
      WHERE "joinedAt" IS NOT NULL AND "leftAt" IS NULL AND "rejoinDeadline" <= ${new Date(now)}
      LIMIT ${limit}`,
    callsWithBlockedSound: (before, limit) => database.$queryRaw<CallAddress[]>`
      SELECT DISTINCT "callId", "tenantId" FROM "call_leg"
      WHERE "soundReport" = 'blocked' AND "soundReportedAt" <= ${new Date(before)}
        AND "joinedAt" IS NOT NULL AND "leftAt" IS NULL
      LIMIT ${limit}`,
    async claimMediaChecks(before, now, limit) {
      const claimed = await database.$queryRaw<{ id: string; tenantId: string }[]>`
        UPDATE "CallLog" SET "mediaCheckedAt" = ${new Date(now)}
        WHERE "id" IN (
          SELECT "id" FROM "CallLog"
          WHERE "status" = 'IN_PROGRESS'
            AND coalesce("mediaCheckedAt", "startedAt") <= ${new Date(before)}
          ORDER BY "mediaCheckedAt" NULLS FIRST LIMIT ${limit} FOR UPDATE SKIP LOCKED
        )
        RETURNING "id", "tenantId"`;
      return claimed.map(toAddress);
    },
    async roomsToDelete(before, limit) {
      const rows = await database.callLog.findMany({
        where: { endedAt: { lte: new Date(before) }, roomDeletedAt: null },
        select: { ...address, roomName: true },
        orderBy: { endedAt: "asc" },
        take: limit,
      });
      return rows.map((row) => ({ ...toAddress(row), roomName: row.roomName }));
    },
    async markRoomDeleted({ tenantId, callId }, now) {
      await database.callLog.updateMany({
        where: { id: callId, tenantId },
        data: { roomDeletedAt: new Date(now) },
      });
    },
    async tenantsWithWaitingCalls() {
      const rows = await database.callLog.groupBy({
        by: ["tenantId"],
        where: { status: { in: [...waitingStatuses] }, requestedCalleeId: null },
      });
      return rows.map(({ tenantId }) => tenantId);
    },
    async deleteOlderThan(before) {
      const createdAt = { lt: new Date(before) };
      await deleteEvents(database, createdAt.lt);
      await database.idempotencyKey.deleteMany({ where: { createdAt } });
      await database.webhookDelivery.deleteMany({
        where: { receivedAt: { lt: new Date(before) } },
      });
      await database.callback.deleteMany({
        where: { status: "done", doneAt: { lt: new Date(before - doneCallbackMs) } },
      });
    },
  };
}

/** Returns calls past their deadline and, with `leases`, calls with a lease that has expired. */
async function dueCalls(
  database: Database,
  now: Date,
  leases: boolean,
  limit: number,
): Promise<CallAddress[]> {
  const leaseIsOver = leases
    ? Prisma.sql`OR "id" IN (
        SELECT "callId" FROM "call_leg" WHERE "leftAt" IS NULL AND "leaseUntil" <= ${now}
      )`
    : Prisma.empty;
  return await database.$queryRaw<CallAddress[]>`
    SELECT "id" AS "callId", "tenantId" FROM "CallLog"
    WHERE "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS')
      AND ("deadlineAt" <= ${now} ${leaseIsOver})
    ORDER BY "deadlineAt" LIMIT ${limit}`;
}

async function callsOfRemovedPeople(
  database: Database,
  limit: number,
): Promise<(CallAddress & { readonly userId: string })[]> {
  return await database.$queryRaw<(CallAddress & { readonly userId: string })[]>`
    WITH involved AS (
      SELECT "callId", "tenantId", "userId" FROM "call_leg" WHERE "leftAt" IS NULL
      UNION
      SELECT "callId", "tenantId", "personId" FROM "CallOffer" WHERE "outcome" IS NULL
    )
    SELECT "callId", "tenantId", "userId" FROM involved
    WHERE EXISTS (
        SELECT FROM "User" u
        WHERE u."supabaseUserId" = "userId" AND u."deactivatedAt" IS NOT NULL
      )
      OR EXISTS (
        SELECT FROM "PortalCustomer" p
        WHERE p."supabaseUserId" = "userId" AND p."deactivatedAt" IS NOT NULL
      )
    LIMIT ${limit}`;
}

async function callsRingingBusyCustomers(
  database: Database,
  limit: number,
): Promise<CallAddress[]> {
  return await database.$queryRaw<CallAddress[]>`
    SELECT o."callId", o."tenantId"
    FROM "CallOffer" o JOIN "call_leg" l ON l."userId" = o."personId"
      AND l."joinedAt" IS NOT NULL AND l."leftAt" IS NULL AND l."holdSince" IS NULL
    WHERE o."outcome" IS NULL AND o."personType" = 'PORTAL_CUSTOMER' AND l."callId" <> o."callId"
    LIMIT ${limit}`;
}

/**
 * Deletes rows in batches. A single statement for a busy day could exceed the statement timeout,
 * and fail again each time.
 */
const eventsPerStatement = 5_000;
const maxStatements = 50;

/**
 * The first deletion of an event blanks it, and the second deletes it. A trigger does that, because
 * Realtime shows deletions to everybody (docs/adr/0011-blank-before-delete.md).
 */
async function deleteEvents(database: Database, before: Date): Promise<void> {
  let deleted = eventsPerStatement;
  for (let part = 0; part < maxStatements && deleted === eventsPerStatement; part += 1) {
    await database.$executeRaw`
      DELETE FROM "call_events" WHERE "id" IN (
        SELECT "id" FROM "call_events" WHERE "createdAt" < ${before} AND "supabaseUserId" <> ''
        ORDER BY "createdAt" LIMIT ${eventsPerStatement}
      )`;
    deleted = await database.$executeRaw`
      DELETE FROM "call_events" WHERE "id" IN (
        SELECT "id" FROM "call_events" WHERE "supabaseUserId" = '' AND "callId" IS NULL
        LIMIT ${eventsPerStatement}
      )`;
  }
}
