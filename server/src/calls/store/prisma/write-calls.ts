import { Prisma, type CallEvent, type CallLeg, type Transaction } from "@synapse-voice/prisma";
import { violates } from "@synapse-voice/platform/database";
import type { Call, Offer } from "../../domain/call.ts";
import type { RecipientEvent } from "../../domain/events.ts";
import type { Leg } from "../../domain/leg.ts";
import { AlreadyCalling, PartyBusy, RoomTaken, type Precondition } from "../call-store.ts";
import {
  changedLegs,
  changingColumns,
  offerChanges,
  toLegRow,
  toOfferRow,
  toRow,
} from "./call-rows.ts";
import { insertRecording, saveRecording } from "./write-recording.ts";

const { sql, raw } = Prisma;

const columns = (names: readonly string[]): Prisma.Sql =>
  raw(names.map((name) => `"${name}"`).join(", "));
const assignments = (names: readonly string[], source: string): Prisma.Sql =>
  raw(names.map((name) => `"${name}" = ${source}."${name}"`).join(", "));

const legColumns = columns(Object.values(Prisma.CallLegScalarFieldEnum));
/** The columns of a leg that can change. The party's columns never do. */
const legAssignments = assignments(
  [
    "role",
    "deviceId",
    "leaseUntil",
    "sessionId",
    "rejoinDeadline",
    "leftIntentionally",
    "leftPageAt",
    "soundReport",
    "soundReportedAt",
    "holdSince",
    "joinedAt",
    "leftAt",
    "leftReason",
  ] satisfies (keyof CallLeg)[],
  "excluded",
);
const offerColumns = columns(Object.values(Prisma.CallOfferScalarFieldEnum));
const eventColumns = columns([
  "supabaseUserId",
  "callId",
  "version",
  "type",
  "payload",
  "createdAt",
] satisfies (keyof CallEvent)[]);

/** Writes a new call with its legs, offers, recording and events, in one statement. */
export async function insertCall(
  database: Transaction,
  call: Call,
  events: readonly RecipientEvent[],
  now: number,
): Promise<void> {
  const row = toRow(call);
  const names = columns(Object.keys(row));
  try {
    await database.$executeRaw`
      WITH written AS (
        INSERT INTO "CallLog" (${names})
        SELECT ${names} FROM jsonb_populate_record(NULL::"CallLog", ${JSON.stringify(row)}::jsonb)
        RETURNING "id"
      ), legs AS (${writeLegs(call, call.legs)}), added AS (${insertOffers(call, call.offers)})
      ${insertRecording(call, now)}
      ${insertEvents(events, now)}`;
  } catch (error) {
    if (violates(error, "call_leg_one_live_outgoing"))
      throw new AlreadyCalling("one live outgoing call a person", { cause: error });
    if (violates(error, "CallLog_roomName_key"))
      throw new RoomTaken("one call a room", { cause: error });
    throw error;
  }
}

/**
 * Writes a change of a call with its legs, offers and events in one statement. Returns false if the
 * call is at another version, or the precondition is not met.
 */
export async function saveCall(
  database: Transaction,
  before: Call,
  after: Call,
  events: readonly RecipientEvent[],
  now: number,
  precondition?: Precondition,
): Promise<boolean> {
  const { id, tenantId, version } = before;
  const row = changingColumns(after);
  const { added, ended } = offerChanges(before, after);
  try {
    const [result] = await database.$queryRaw<{ count: number }[]>`
      WITH written AS (
        UPDATE "CallLog" c SET ${assignments(Object.keys(row), "n")}
        FROM jsonb_populate_record(NULL::"CallLog", ${JSON.stringify(row)}::jsonb) AS n
        WHERE c."id" = ${id}::uuid AND c."tenantId" = ${tenantId}::uuid
          AND c."version" = ${version} ${andPrecondition(tenantId, precondition)}
        RETURNING c."id"
      ), legs AS (${writeLegs(after, changedLegs(before, after))}),
      ended AS (${endOffers(after, ended)}), added AS (${insertOffers(after, added)}),
      events AS (${insertEvents(events, now)})
      ${saveRecording(before, after, now)}
      SELECT count(*)::int AS "count" FROM written`;
    return result?.count === 1;
  } catch (error) {
    if (violates(error, "call_leg_one_active"))
      throw new PartyBusy("one active leg a person", { cause: error });
    throw error;
  }
}

/** The precondition is a subquery without columns of the call, so it is checked once. */
const andPrecondition = (tenantId: string, precondition: Precondition | undefined): Prisma.Sql =>
  precondition
    ? sql`AND (SELECT "still_engaged_as"(
        ${tenantId}::uuid, ${precondition.userId},
        ${JSON.stringify(precondition.engagements)}::jsonb
      ))`
    : Prisma.empty;

/**
 * Writes new and changed legs, ordered by user. Otherwise two statements that connect the same two
 * people could deadlock.
 */
function writeLegs(call: Call, legs: readonly Leg[]): Prisma.Sql {
  const rows = legs.map((leg) => toLegRow(call, leg));
  return sql`
    INSERT INTO "call_leg" (${legColumns})
    SELECT ${legColumns}
    FROM jsonb_populate_recordset(NULL::"call_leg", ${JSON.stringify(rows)}::jsonb)
    WHERE EXISTS (SELECT FROM written) ORDER BY "userId" COLLATE "C"
    ON CONFLICT ("id") DO UPDATE SET ${legAssignments}`;
}

function insertOffers(call: Call, offers: readonly Offer[]): Prisma.Sql {
  const rows = offers.map((offer) => toOfferRow(call, offer));
  return sql`
    INSERT INTO "CallOffer" (${offerColumns})
    SELECT ${offerColumns}
    FROM jsonb_populate_recordset(NULL::"CallOffer", ${JSON.stringify(rows)}::jsonb)
    WHERE EXISTS (SELECT FROM written)`;
}

function endOffers(call: Call, offers: readonly Offer[]): Prisma.Sql {
  const rows = offers.map((offer) => toOfferRow(call, offer));
  return sql`
    UPDATE "CallOffer" o
    SET "outcome" = n."outcome", "deviceId" = n."deviceId", "endedAt" = n."endedAt"
    FROM jsonb_populate_recordset(NULL::"CallOffer", ${JSON.stringify(rows)}::jsonb) AS n
    WHERE o."id" = n."id" AND o."callId" = ${call.id}::uuid AND EXISTS (SELECT FROM written)`;
}

/**
 * Writes events, ordered by recipient. A trigger locks each recipient to number the events, so all
 * statements must take these locks in the same order.
 */
function insertEvents(events: readonly RecipientEvent[], now: number): Prisma.Sql {
  const rows = events.map(({ userId, event }) => ({
    supabaseUserId: userId,
    callId: event.callId,
    version: event.version,
    type: event.type,
    payload: event,
    createdAt: new Date(now),
  }));
  return sql`
    INSERT INTO "call_events" (${eventColumns})
    SELECT ${eventColumns}
    FROM jsonb_populate_recordset(NULL::"call_events", ${JSON.stringify(rows)}::jsonb)
    WHERE EXISTS (SELECT FROM written) ORDER BY "supabaseUserId" COLLATE "C"`;
}
