import { plainText, waitingStatuses } from "@synapse-voice/contract";
import { isUuid } from "@synapse-voice/platform/database";
import { Prisma, type Database } from "@synapse-voice/prisma";
import type { Call } from "../../calls/domain/call.ts";
import { callerLeg } from "../../calls/domain/caller-callee.ts";
import type { HistoryPage } from "../../calls/store/call-store.ts";
import { readCalls } from "../../calls/store/prisma/read-calls.ts";
import { averagedCalls, type QueueStore } from "./queue-store.ts";

/** The queue in PostgreSQL. */
export function createPrismaQueueStore(database: Database): QueueStore {
  return {
    waiting: (tenantId) =>
      database.callLog.count({
        where: { tenantId, status: { in: [...waitingStatuses] }, requestedCalleeId: null },
      }),
    async waitingCallers(tenantId, limit) {
      const calls = await readCalls(
        database,
        tenantId,
        Prisma.sql`
          c."status" IN ('QUEUED', 'RINGING') AND c."requestedCalleeId" IS NULL
          ORDER BY c."placedAt", c."id" LIMIT ${limit}`,
      );
      const topics = await readTopics(database, tenantId, calls);
      return calls.map((call) => ({
        call,
        topic: topics.get(callerLeg(call).party.userId) ?? null,
      }));
    },
    async lostCallers(tenantId, page) {
      const calls = await readLostCalls(database, tenantId, page);
      const reached = await readReached(database, tenantId, calls);
      return calls.map((call) => ({ call, reachedAt: reached.get(call.id) ?? null }));
    },
    ahead: (tenantId, call) => {
      const placedAt = call && new Date(call.placedAt);
      const earlier =
        call && placedAt
          ? { OR: [{ placedAt: { lt: placedAt } }, { placedAt, id: { lt: call.id } }] }
          : {};
      return database.callLog.count({
        where: { tenantId, status: "QUEUED", requestedCalleeId: null, ...earlier },
      });
    },
    async averageHandlingMs(tenantId, since) {
      const [row] = await database.$queryRaw<{ ms: number | null }[]>`
        SELECT avg("ms")::float8 AS "ms" FROM (
          SELECT
            extract(epoch FROM "endedAt" - "answeredAt") * 1000 + "wrapUpSeconds" * 1000 AS "ms"
          FROM "CallLog"
          WHERE
            "tenantId" = ${tenantId}::uuid
            AND "placedAt" > ${new Date(since)}
            AND "status" = 'COMPLETED'
            AND "requestedCalleeId" IS NULL
            AND "answeredAt" IS NOT NULL
          ORDER BY "placedAt" DESC, "id" DESC
          LIMIT ${averagedCalls}
        ) calls`;
      return row?.ms ?? null;
    },
  };
}

/** Returns the topics of the callers' call-back requests that are not done, by user id. */
async function readTopics(
  database: Database,
  tenantId: string,
  calls: readonly Call[],
): Promise<ReadonlyMap<string, string>> {
  if (calls.length === 0) return new Map();
  const requests = await database.callback.findMany({
    where: {
      tenantId,
      customerId: { in: calls.map((call) => callerLeg(call).party.userId) },
      status: { not: "done" },
    },
    select: { customerId: true, topic: true },
  });
  return new Map(
    requests
      .map(({ customerId, topic }) => [customerId, plainText(topic)] as const)
      .filter(([, topic]) => topic !== ""),
  );
}

async function readLostCalls(
  database: Database,
  tenantId: string,
  { limit, before }: HistoryPage,
): Promise<Call[]> {
  if (before !== null && !isUuid(before)) return [];
  const olderThanLast =
    before === null
      ? Prisma.empty
      : Prisma.sql`AND (c."placedAt", c."id") < (
          SELECT b."placedAt", b."id" FROM "CallLog" b
          WHERE b."tenantId" = ${tenantId}::uuid AND b."id" = ${before}::uuid
        )`;
  return readCalls(
    database,
    tenantId,
    Prisma.sql`
      c."requestedCalleeId" IS NULL AND c."answeredAt" IS NULL AND c."endedAt" IS NOT NULL
      ${olderThanLast}
      ORDER BY c."placedAt" DESC, c."id" DESC LIMIT ${limit}`,
  );
}

/** Returns when the callers were first on a call after the end of these, by call id. */
async function readReached(
  database: Database,
  tenantId: string,
  calls: readonly Call[],
): Promise<ReadonlyMap<string, number>> {
  if (calls.length === 0) return new Map();
  const rows = await database.$queryRaw<{ id: string; reachedAt: Date }[]>`
    SELECT c."id", min(l."joinedAt") AS "reachedAt"
    FROM "CallLog" c
    JOIN "call_leg" caller ON caller."callId" = c."id" AND caller."role" = 'caller'
    JOIN "call_leg" l
      ON l."tenantId" = caller."tenantId"
      AND l."userId" = caller."userId"
      AND l."joinedAt" > c."endedAt"
    WHERE c."tenantId" = ${tenantId}::uuid AND c."id" = ANY(${calls.map(({ id }) => id)}::uuid[])
    GROUP BY c."id"`;
  return new Map(rows.map(({ id, reachedAt }) => [id, reachedAt.getTime()]));
}
