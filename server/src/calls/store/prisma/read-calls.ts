import { Prisma, type Transaction } from "@synapse-voice/prisma";
import { columnsOf } from "@synapse-voice/platform/database";
import type { Call } from "../../domain/call.ts";
import { fromRow, type CallRow } from "./call-rows.ts";
import { recordingOfCall } from "./recording-rows.ts";
import type { Engagements } from "../call-store.ts";

const columns = columnsOf("c", Prisma.CallLogScalarFieldEnum);

/**
 * Reads calls with their legs, offers and recording in one statement, so that they are of one
 * moment.
 */
const parts = Prisma.sql`
  coalesce((
    SELECT jsonb_agg(to_jsonb(l) ORDER BY l."role", l."joinedAt" NULLS LAST, l."id")
    FROM "call_leg" l WHERE l."callId" = c."id"
  ), '[]'::jsonb) AS "legs",
  coalesce((
    SELECT jsonb_agg(to_jsonb(o) ORDER BY o."offeredAt", o."id")
    FROM "CallOffer" o WHERE o."callId" = c."id"
  ), '[]'::jsonb) AS "offers",
  ${recordingOfCall}`;

/**
 * Reads calls of a tenant. `where` is SQL in which `c` is the call; an ORDER BY or LIMIT may
 * follow.
 */
export async function readCalls(
  database: Transaction,
  tenantId: string,
  where: Prisma.Sql,
): Promise<Call[]> {
  const rows = await database.$queryRaw<CallRow[]>`
    SELECT ${columns}, ${parts} FROM "CallLog" c
    WHERE c."tenantId" = ${tenantId}::uuid AND ${where}`;
  return rows.map(fromRow);
}

const engagements = (tenantId: string, userId: string): Prisma.Sql =>
  Prisma.sql`"engagements"(${tenantId}::uuid, ${userId})`;

export async function readEngagements(
  database: Transaction,
  tenantId: string,
  userId: string,
): Promise<Engagements> {
  const [row] = await database.$queryRaw<Engagements[]>`
    SELECT "outgoing", "placing", "connected", "ringing" FROM ${engagements(tenantId, userId)}`;
  return row ?? { outgoing: null, placing: null, connected: null, ringing: [] };
}

/** Reads a call and one person's engagements in one statement. */
export async function readCallAndEngagements(
  database: Transaction,
  tenantId: string,
  callId: string,
  userId: string,
): Promise<{ readonly call: Call; readonly engagements: Engagements } | null> {
  const [row] = await database.$queryRaw<(CallRow & Engagements)[]>`
    SELECT ${columns}, ${parts},
      engaged."outgoing", engaged."placing", engaged."connected", engaged."ringing"
    FROM "CallLog" c CROSS JOIN ${engagements(tenantId, userId)} AS engaged
    WHERE c."tenantId" = ${tenantId}::uuid AND c."id" = ${callId}::uuid`;
  if (!row) return null;
  const { outgoing, placing, connected, ringing } = row;
  return { call: fromRow(row), engagements: { outgoing, placing, connected, ringing } };
}

/** SQL for the ids of live calls that a person takes part in, or that ring them. */
export const involving = (tenantId: string, userId: string): Prisma.Sql => Prisma.sql`
  SELECT "callId" FROM "call_leg"
  WHERE "tenantId" = ${tenantId}::uuid AND "userId" = ${userId} AND "leftAt" IS NULL
    AND ("role" = 'caller' OR "joinedAt" IS NOT NULL)
  UNION SELECT "callId" FROM "CallOffer"
  WHERE "tenantId" = ${tenantId}::uuid AND "personId" = ${userId} AND "outcome" IS NULL`;
