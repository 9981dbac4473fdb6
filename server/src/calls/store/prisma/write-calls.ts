import { Prisma, type Transaction } from "@synapse-voice/prisma";
import { violates } from "@synapse-voice/platform/database";
import type { Call, Offer } from "../../domain/call.ts";
import { changingColumns, offerChanges, toOfferRow, toRow } from "./call-rows.ts";
import { AlreadyCalling, PartyBusy, RoomTaken, type Provided } from "../call-store.ts";
import type { RecipientEvent } from "../../domain/snapshots.ts";

const columns = (row: object): string =>
  Object.keys(row)
    .map((name) => `"${name}"`)
    .join(", ");

/** Writes a new call with its offers and events, in one statement. */
export async function insertCall(
  database: Transaction,
  call: Call,
  events: readonly RecipientEvent[],
  now: number,
): Promise<void> {
  const row = toRow(call);
  const names = Prisma.raw(columns(row));
  try {
    await database.$executeRaw`
      WITH written AS (
        INSERT INTO "CallLog" (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::"CallLog", ${JSON.stringify(row)}::jsonb) RETURNING "id"
      ), ${madeOffers(call, call.offers)}
      ${told(events, now)}`;
  } catch (error) {
    if (violates(error, "CallLog_one_live_outgoing_call"))
      throw new AlreadyCalling("one live outgoing call a person", { cause: error });
    if (violates(error, "CallLog_roomName_key"))
      throw new RoomTaken("one call a room", { cause: error });
    throw error;
  }
}

/**
 * Writes a change of a call with its offers and events, where it is still at that version: one
 * conditional UPDATE decides, and all of it is one statement, for the answer waits for it.
 */
export async function saveCall(
  database: Transaction,
  before: Call,
  after: Call,
  events: readonly RecipientEvent[],
  now: number,
  provided?: Provided,
): Promise<boolean> {
  const { id, tenantId, version } = before;
  const row = changingColumns(after);
  const { made, decided } = offerChanges(before, after);
  try {
    const [result] = await database.$queryRaw<{ count: number }[]>`
      WITH written AS (
        UPDATE "CallLog" c SET ${Prisma.raw(
          Object.keys(row)
            .map((name) => `"${name}" = n."${name}"`)
            .join(", "),
        )}
        FROM jsonb_populate_record(NULL::"CallLog", ${JSON.stringify(row)}::jsonb) AS n
        WHERE c."id" = ${id}::uuid AND c."tenantId" = ${tenantId}::uuid AND c."version" = ${version} ${stillSo(tenantId, provided)} RETURNING c."id"
      ), decided AS (
        UPDATE "CallOffer" o SET "outcome" = n."outcome", "deviceId" = n."deviceId", "endedAt" = n."endedAt"
        FROM jsonb_populate_recordset(NULL::"CallOffer", ${JSON.stringify(decided.map((offer) => toOfferRow(after, offer)))}::jsonb) AS n
        WHERE o."id" = n."id" AND o."callId" = ${id}::uuid AND EXISTS (SELECT FROM written)
      ), ${madeOffers(after, made)}, told AS (${told(events, now)})
      SELECT count(*)::int AS "count" FROM written`;
    return result?.count === 1;
  } catch (error) {
    if (violates(error, "ConnectedParty_pkey"))
      throw new PartyBusy("one un-held call a person", { cause: error });
    throw error;
  }
}

/** One question to the whole statement, so it is asked once. */
const stillSo = (tenantId: string, provided: Provided | undefined): Prisma.Sql =>
  provided
    ? Prisma.sql`AND (SELECT "still_engaged_as"(${tenantId}::uuid, ${provided.personId}, ${JSON.stringify(provided.engagements)}::jsonb))`
    : Prisma.empty;

function madeOffers(call: Call, offers: readonly Offer[]): Prisma.Sql {
  const rows = offers.map((offer) => toOfferRow(call, offer));
  const names = Prisma.raw(offerColumns);
  return Prisma.sql`made AS (
    INSERT INTO "CallOffer" (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::"CallOffer", ${JSON.stringify(rows)}::jsonb) WHERE EXISTS (SELECT FROM written)
  )`;
}
const offerColumns = [
  "id",
  "callId",
  "tenantId",
  "personId",
  "personType",
  "name",
  "outcome",
  "deviceId",
  "fromQueue",
  "offeredAt",
  "expiresAt",
  "endedAt",
]
  .map((name) => `"${name}"`)
  .join(", ");

/**
 * Sorted by recipient: events are numbered under a lock per recipient, always taken in the same
 * order.
 */
function told(events: readonly RecipientEvent[], now: number): Prisma.Sql {
  const rows = events.map(({ recipientId, event }) => ({
    supabaseUserId: recipientId,
    callId: event.callId,
    version: event.version,
    type: event.type,
    payload: event,
    createdAt: new Date(now),
  }));
  return Prisma.sql`
    INSERT INTO "call_events" ("supabaseUserId", "callId", "version", "type", "payload", "createdAt")
    SELECT "supabaseUserId", "callId", "version", "type", "payload", "createdAt" FROM jsonb_populate_recordset(NULL::"call_events", ${JSON.stringify(rows)}::jsonb)
    WHERE EXISTS (SELECT FROM written) ORDER BY "supabaseUserId" COLLATE "C"`;
}
