import type { CallStatus } from "@synapse-voice/contract";
import type { Database, Prisma } from "@synapse-voice/prisma";
import type { CallAddress, SweepStore } from "../call-store.ts";

const waiting: CallStatus[] = ["QUEUED", "RINGING"];
const address = { id: true, tenantId: true } as const;
const toAddress = ({
  id,
  tenantId,
}: {
  readonly id: string;
  readonly tenantId: string;
}): CallAddress => ({ callId: id, tenantId });

/** What the sweeper asks of PostgreSQL. */
export function createPrismaSweepStore(database: Database): SweepStore {
  return {
    async dueCalls(now, leases, limit) {
      const due = { lte: new Date(now) };
      const overdue: Prisma.CallLogWhereInput[] = [
        { status: { in: [...waiting, "IN_PROGRESS"] }, deadlineAt: due },
        ...(leases ? [{ status: { in: waiting }, callerLeaseUntil: due }] : []),
      ];
      return (
        await database.callLog.findMany({
          where: { OR: overdue },
          select: address,
          orderBy: { deadlineAt: "asc" },
          take: limit,
        })
      ).map(toAddress);
    },
    async turnsOver(now, limit) {
      const rows = await database.callOffer.findMany({
        where: { outcome: null, fromQueue: true, expiresAt: { lte: new Date(now) } },
        select: { callId: true, tenantId: true },
        orderBy: { expiresAt: "asc" },
        take: limit,
      });
      return [...new Map(rows.map((row) => [row.callId, row])).values()];
    },
    callsOfRemoved: (limit) => callsOfRemoved(database, limit),
    ringsInVain: (limit) => ringsInVain(database, limit),
    async desertedCalls(now, limit) {
      const due = { lte: new Date(now) };
      const where: Prisma.CallLogWhereInput = {
        status: "IN_PROGRESS",
        OR: [{ callerGoneUntil: due }, { calleeGoneUntil: due }],
      };
      return (await database.callLog.findMany({ where, select: address, take: limit })).map(
        toAddress,
      );
    },
    async claimMediaChecks(before, now, limit) {
      const claimed = await database.$queryRaw<{ id: string; tenantId: string }[]>`
        UPDATE "CallLog" SET "mediaCheckedAt" = ${new Date(now)}
        WHERE "id" IN (
          SELECT "id" FROM "CallLog" WHERE "status" = 'IN_PROGRESS' AND coalesce("mediaCheckedAt", "startedAt") <= ${new Date(before)}
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
    async roomDeleted({ tenantId, callId }, now) {
      await database.callLog.updateMany({
        where: { id: callId, tenantId },
        data: { roomDeletedAt: new Date(now) },
      });
    },
    async tenantsWithWaitingCalls() {
      const rows = await database.callLog.groupBy({
        by: ["tenantId"],
        where: { status: { in: waiting }, requestedCalleeId: null },
      });
      return rows.map(({ tenantId }) => tenantId);
    },
    async forget(before) {
      const createdAt = { lt: new Date(before) };
      await forgetEvents(database, createdAt.lt);
      await database.idempotencyKey.deleteMany({ where: { createdAt } });
      await database.webhookDelivery.deleteMany({
        where: { receivedAt: { lt: new Date(before) } },
      });
    },
  };
}

async function callsOfRemoved(
  database: Database,
  limit: number,
): Promise<(CallAddress & { readonly personId: string })[]> {
  return await database.$queryRaw<(CallAddress & { readonly personId: string })[]>`
    WITH involved AS (
      SELECT c."id" AS "callId", c."tenantId", person FROM "CallLog" c CROSS JOIN LATERAL (VALUES (c."fromUserId"), (c."toUserId")) AS parties (person)
      WHERE c."status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS')
      UNION
      SELECT o."callId", o."tenantId", o."personId" FROM "CallOffer" o WHERE o."outcome" IS NULL
    )
    SELECT "callId", "tenantId", person AS "personId" FROM involved
    WHERE EXISTS (SELECT FROM "User" u WHERE u."supabaseUserId" = person AND u."deactivatedAt" IS NOT NULL)
      OR EXISTS (SELECT FROM "PortalCustomer" p WHERE p."supabaseUserId" = person AND p."deactivatedAt" IS NOT NULL)
    LIMIT ${limit}`;
}

async function ringsInVain(database: Database, limit: number): Promise<CallAddress[]> {
  return await database.$queryRaw<CallAddress[]>`
    SELECT o."callId", o."tenantId" FROM "CallOffer" o JOIN "ConnectedParty" p ON p."supabaseUserId" = o."personId"
    WHERE o."outcome" IS NULL AND o."personType" = 'PORTAL_CUSTOMER' AND p."callId" <> o."callId" LIMIT ${limit}`;
}

/** In parts: what took longer than a statement may would be tried in vain for ever, and grow. */
const eventsAtOnce = 5_000;
const eventParts = 50;

async function forgetEvents(database: Database, before: Date): Promise<void> {
  for (let part = 0, gone = eventsAtOnce; part < eventParts && gone === eventsAtOnce; part += 1) {
    gone = await database.$executeRaw`
      DELETE FROM "call_events" WHERE "id" IN (SELECT "id" FROM "call_events" WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${eventsAtOnce})`;
  }
}
