import { waitingStatuses } from "@synapse-voice/contract";
import type { Database } from "@synapse-voice/prisma";
import { averagedCalls, type QueueStore } from "./queue-store.ts";

/** The queue in PostgreSQL. */
export function createPrismaQueueStore(database: Database): QueueStore {
  return {
    waiting: (tenantId) =>
      database.callLog.count({
        where: { tenantId, status: { in: [...waitingStatuses] }, requestedCalleeId: null },
      }),
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
