import { isUuid } from "@synapse-voice/platform/database";
import { Prisma, type Transaction } from "@synapse-voice/prisma";
import type { Call } from "../../domain/call.ts";
import type { HistoryPage } from "../call-store.ts";
import { readCalls } from "./read-calls.ts";

const { sql } = Prisma;

/**
 * Reads a page of a person's calls: those that they have a leg of, and queue calls that nobody
 * answered and that rang them to the end or were declined by them.
 */
export async function readHistory(
  database: Transaction,
  tenantId: string,
  userId: string,
  { limit, before }: HistoryPage,
): Promise<Call[]> {
  if (before !== null && !isUuid(before)) return [];
  const legs = sql`
    SELECT l."callId", l."placedAt" FROM "call_leg" l
    WHERE l."tenantId" = ${tenantId}::uuid AND l."userId" = ${userId}`;
  const turns = sql`
    SELECT o."callId", c."placedAt" FROM "CallOffer" o JOIN "CallLog" c ON c."id" = o."callId"
    WHERE o."tenantId" = ${tenantId}::uuid AND o."personId" = ${userId}
      AND o."outcome" IN ('missed', 'declined', 'cancelled')
      AND NOT EXISTS (
        SELECT FROM "call_leg" l WHERE l."callId" = o."callId" AND l."role" = 'callee'
      )`;
  const newest = sql`ORDER BY "placedAt" DESC, "callId" DESC LIMIT ${limit}`;
  const last =
    before === null
      ? Prisma.empty
      : sql`last AS (
          ${legs} AND l."callId" = ${before}::uuid
          UNION ${turns} AND o."callId" = ${before}::uuid
        ),`;
  const olderThanLast = (id: Prisma.Sql, placedAt: Prisma.Sql): Prisma.Sql =>
    before === null
      ? Prisma.empty
      : sql`AND (${placedAt}, ${id}) < (SELECT "placedAt", "callId" FROM last)`;
  return readCalls(
    database,
    tenantId,
    sql`c."id" IN (
      WITH ${last} mine AS (
        (${legs} ${olderThanLast(sql`l."callId"`, sql`l."placedAt"`)} ${newest})
        UNION (${turns} ${olderThanLast(sql`o."callId"`, sql`c."placedAt"`)} ${newest})
      )
      SELECT "callId" FROM mine ${newest}
    ) ORDER BY c."placedAt" DESC, c."id" DESC`,
  );
}
