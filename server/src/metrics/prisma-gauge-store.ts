import type { Database } from "@synapse-voice/prisma";
import type { Clock } from "@synapse-voice/platform/clock";
import type { GaugeStore } from "./gauge-store.ts";

interface Row {
  readonly status: string;
  readonly calls: number;
  readonly waiting: number;
  readonly firstPlacedAt: Date | null;
}

/** Recorders finish a file within this time. */
const finishingMs = 60_000;

export const createPrismaGaugeStore = (database: Database, clock: Clock): GaugeStore => ({
  async read() {
    const now = clock.now();
    const rows = await database.$queryRaw<Row[]>`
      SELECT
        "status"::text AS "status",
        count(*)::int AS "calls",
        (count(*) FILTER (
          WHERE "requestedCalleeId" IS NULL AND "status" <> 'IN_PROGRESS'
        ))::int AS "waiting",
        min("placedAt") FILTER (
          WHERE "requestedCalleeId" IS NULL AND "status" <> 'IN_PROGRESS'
        ) AS "firstPlacedAt"
      FROM "CallLog"
      WHERE "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS')
      GROUP BY 1`;
    const first = Math.min(...rows.map(({ firstPlacedAt }) => firstPlacedAt?.getTime() ?? now));
    return {
      calls: Object.fromEntries(rows.map(({ status, calls }) => [status, calls])),
      waiting: rows.reduce((sum, row) => sum + row.waiting, 0),
      longestWaitMs: rows.length === 0 ? 0 : Math.max(0, now - first),
      devices: await database.agentDevice.count({ where: { leaseUntil: { gt: new Date(now) } } }),
      lateRecordings: await database.recording.count({
        where: {
          state: { in: ["pending", "recording", "paused", "finishing"] },
          call: { endedAt: { lt: new Date(now - finishingMs) } },
        },
      }),
      undeletedRecordings: await database.recording.count({
        where: {
          state: { in: ["expired", "erased"] },
          deletedAt: null,
          deletionAttempts: { gt: 0 },
        },
      }),
    };
  },
});
