import { Prisma, type CallLog, type CallOffer, type Transaction } from "@synapse-voice/prisma";
import { columnsOf } from "@synapse-voice/platform/database";
import type { Call } from "../../domain/call.ts";
import { fromRow } from "./call-rows.ts";
import type { Engagements } from "../call-store.ts";

/** An offer as JSON has it. */
type JsonOffer = {
  readonly [Column in keyof CallOffer]: CallOffer[Column] extends Date
    ? string
    : CallOffer[Column] extends Date | null
      ? string | null
      : CallOffer[Column];
};
type Row = CallLog & { readonly offers: readonly JsonOffer[] };

const date = (at: string): Date => new Date(at);
const dateOrNull = (at: string | null): Date | null => (at === null ? null : new Date(at));
const toCall = (row: Row): Call =>
  fromRow({
    ...row,
    offers: row.offers.map((offer) => ({
      ...offer,
      offeredAt: date(offer.offeredAt),
      expiresAt: date(offer.expiresAt),
      endedAt: dateOrNull(offer.endedAt),
    })),
  });

const columns = columnsOf("c", Prisma.CallLogScalarFieldEnum);

/** Row and offers in one statement, so of one moment: a decision must not rest on two. */
const offersOfCall = Prisma.sql`coalesce((SELECT jsonb_agg(to_jsonb(o) ORDER BY o."offeredAt", o."id") FROM "CallOffer" o WHERE o."callId" = c."id"), '[]'::jsonb) AS "offers"`;

/** Calls of a tenant; `where` and what follows it speak of `c`. */
export async function readCalls(
  database: Transaction,
  tenantId: string,
  where: Prisma.Sql,
): Promise<Call[]> {
  return (
    await database.$queryRaw<
      Row[]
    >`SELECT ${columns}, ${offersOfCall} FROM "CallLog" c WHERE c."tenantId" = ${tenantId}::uuid AND ${where}`
  ).map(toCall);
}

const engagements = (tenantId: string, personId: string): Prisma.Sql =>
  Prisma.sql`"engagements"(${tenantId}::uuid, ${personId})`;

export async function readEngagements(
  database: Transaction,
  tenantId: string,
  personId: string,
): Promise<Engagements> {
  const [row] = await database.$queryRaw<
    Engagements[]
  >`SELECT "outgoing", "placing", "connected", "ringing" FROM ${engagements(tenantId, personId)}`;
  return row ?? { outgoing: null, placing: null, connected: null, ringing: [] };
}

/** A call, and what one of its people is engaged in at that moment. */
export async function readCallAndEngagements(
  database: Transaction,
  tenantId: string,
  callId: string,
  personId: string,
): Promise<{ readonly call: Call; readonly engagements: Engagements } | null> {
  const [row] = await database.$queryRaw<(Row & Engagements)[]>`
    SELECT ${columns}, ${offersOfCall}, engaged."outgoing", engaged."placing", engaged."connected", engaged."ringing"
    FROM "CallLog" c CROSS JOIN ${engagements(tenantId, personId)} AS engaged
    WHERE c."tenantId" = ${tenantId}::uuid AND c."id" = ${callId}::uuid`;
  return row
    ? {
        call: toCall(row),
        engagements: {
          outgoing: row.outgoing,
          placing: row.placing,
          connected: row.connected,
          ringing: row.ringing,
        },
      }
    : null;
}

/** Ids of live calls that a person placed, answered, or is being rung by. */
export const involving = (tenantId: string, personId: string): Prisma.Sql => Prisma.sql`
  SELECT "id" FROM "CallLog" WHERE "tenantId" = ${tenantId}::uuid AND "fromUserId" = ${personId} AND "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS')
  UNION SELECT "id" FROM "CallLog" WHERE "tenantId" = ${tenantId}::uuid AND "toUserId" = ${personId} AND "status" = 'IN_PROGRESS'
  UNION SELECT "callId" FROM "CallOffer" WHERE "tenantId" = ${tenantId}::uuid AND "personId" = ${personId} AND "outcome" IS NULL`;
