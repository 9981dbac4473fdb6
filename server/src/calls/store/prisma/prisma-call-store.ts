import type { CallStatus } from "@synapse-voice/contract";
import { Prisma, type Transaction } from "@synapse-voice/prisma";
import type { Call } from "../../domain/call.ts";
import { fromRow } from "./call-rows.ts";
import type { CallStore } from "../call-store.ts";
import { involving, readCallAndEngagements, readCalls, readEngagements } from "./read-calls.ts";
import { insertCall, saveCall } from "./write-calls.ts";

const live: CallStatus[] = ["QUEUED", "RINGING", "IN_PROGRESS"];
const withOffers = {
  offers: { orderBy: [{ offeredAt: "asc" }, { id: "asc" }] },
} as const satisfies Prisma.CallLogInclude;

/** The calls of one tenant in PostgreSQL. */
export function createPrismaCallStore(database: Transaction, tenantId: string): CallStore {
  const read = (where: Prisma.Sql): Promise<Call[]> => readCalls(database, tenantId, where);
  return {
    async find(callId) {
      return isUuid(callId)
        ? ((await read(Prisma.sql`c."id" = ${callId}::uuid`))[0] ?? null)
        : null;
    },
    findWithEngagements: async (callId, personId) =>
      isUuid(callId) ? readCallAndEngagements(database, tenantId, callId, personId) : null,
    async lockCalls(callIds) {
      await database.$queryRaw`SELECT 1 FROM "CallLog" WHERE "tenantId" = ${tenantId}::uuid AND "id" = ANY(${[...callIds]}::uuid[]) ORDER BY "id" FOR UPDATE`;
    },
    async tryLock(callId) {
      const locked = await database.$queryRaw<
        unknown[]
      >`SELECT 1 FROM "CallLog" WHERE "id" = ${callId}::uuid AND "tenantId" = ${tenantId}::uuid FOR UPDATE SKIP LOCKED`;
      return locked.length > 0;
    },
    insert: (call, events, now) => insertCall(database, call, events, now),
    save: (before, after, events, now, provided) =>
      saveCall(database, before, after, events, now, provided),
    roomInUse: async (roomName) =>
      (await database.callLog.findUnique({
        where: { tenantId, roomName },
        select: { id: true },
      })) !== null,
    async lockPeople(people) {
      for (const person of people.toSorted())
        await database.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`call_start:${person}`}, 0))`;
    },
    async lockQueue() {
      await database.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`call_queue:${tenantId}`}, 0))`;
    },
    async lockPlaces() {
      await database.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`call_places:${tenantId}`}, 0))`;
    },
    engagementsOf: (personId) => readEngagements(database, tenantId, personId),
    async ringingFrom(callerId, personId) {
      const call = await database.callLog.findFirst({
        where: {
          tenantId,
          status: "RINGING",
          ...(callerId === null ? { requestedCalleeId: personId } : { fromUserId: callerId }),
          offers: { some: { personId, outcome: null } },
        },
        select: { id: true },
      });
      return call?.id ?? null;
    },
    liveCalls(personId, since) {
      const news =
        since === null
          ? Prisma.empty
          : Prisma.sql`UNION SELECT "callId" FROM "call_events" WHERE "supabaseUserId" = ${personId} AND "seq" > ${toSeq(since)}`;
      return read(
        Prisma.sql`c."id" IN (${involving(tenantId, personId)} ${news}) ORDER BY c."placedAt" DESC, c."id" DESC`,
      );
    },
    async lastEvent(personId) {
      const last = await database.callEvent.findFirst({
        where: { supabaseUserId: personId },
        orderBy: { seq: "desc" },
        select: { seq: true, createdAt: true },
      });
      return { cursor: (last?.seq ?? 0n).toString(), writtenAt: last?.createdAt.getTime() ?? null };
    },
    countLive: () => database.callLog.count({ where: { tenantId, status: { in: live } } }),
    waitingCalls: () =>
      read(
        Prisma.sql`c."status" IN ('QUEUED', 'RINGING') AND c."requestedCalleeId" IS NULL ORDER BY c."placedAt", c."id"`,
      ),
    history: (personId, { limit, before }) => history(database, tenantId, personId, limit, before),
    callsInvolving: async (personId) =>
      (await database.$queryRaw<{ id: string }[]>`${involving(tenantId, personId)}`).map(
        ({ id }) => id,
      ),
    namedCommand: (personId, key) =>
      database.idempotencyKey.findUnique({
        where: { supabaseUserId_key: { supabaseUserId: personId, key }, tenantId },
        select: { command: true, callId: true },
      }),
    async nameCommand(personId, key, { command, callId }, now) {
      await database.idempotencyKey.createMany({
        data: [
          { supabaseUserId: personId, key, tenantId, command, callId, createdAt: new Date(now) },
        ],
        skipDuplicates: true,
      });
    },
  };
}

/** A made-up cursor may be larger than any number of PostgreSQL. */
const toSeq = (cursor: string): bigint =>
  BigInt.asIntN(64, BigInt(cursor)) === BigInt(cursor) ? BigInt(cursor) : 2n ** 63n - 1n;

const isUuid = (id: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(id);

/**
 * Calls that a person placed, was named in or answered, and queue calls that rang them to the end
 * or were declined.
 */
async function history(
  database: Transaction,
  tenantId: string,
  personId: string,
  limit: number,
  before: string | null,
): Promise<Call[]> {
  const mine: Prisma.CallLogWhereInput = {
    OR: [
      { fromUserId: personId },
      { toUserId: personId },
      {
        toUserId: null,
        offers: { some: { personId, outcome: { in: ["missed", "declined", "cancelled"] } } },
      },
    ],
  };
  const last =
    before === null
      ? null
      : await database.callLog.findFirst({
          where: { tenantId, id: before, AND: mine },
          select: { placedAt: true },
        });
  if (before !== null && last === null) return [];
  const older: Prisma.CallLogWhereInput =
    last && before !== null
      ? {
          OR: [
            { placedAt: { lt: last.placedAt } },
            { placedAt: last.placedAt, id: { lt: before } },
          ],
        }
      : {};
  const rows = await database.callLog.findMany({
    where: { tenantId, AND: [mine, older] },
    include: withOffers,
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(fromRow);
}
