import { liveStatuses } from "@synapse-voice/contract";
import { isUuid } from "@synapse-voice/platform/database";
import { Prisma, type Transaction } from "@synapse-voice/prisma";
import type { Call } from "../../domain/call.ts";
import type { CallReads, CallStore } from "../call-store.ts";
import { readHistory } from "./read-history.ts";
import { involving, readCallAndEngagements, readCalls, readEngagements } from "./read-calls.ts";
import { insertCall, saveCall } from "./write-calls.ts";

/** The calls of one tenant in PostgreSQL. */
export const createPrismaCallStore = (database: Transaction, tenantId: string): CallStore => ({
  ...createReads(database, tenantId),
  ...createLocks(database, tenantId),
  insert: (call, events, now) => insertCall(database, call, events, now),
  save: (before, after, events, now, precondition) =>
    saveCall(database, before, after, events, now, precondition),
  async recordCommand(userId, key, { command, callId }, now) {
    await database.idempotencyKey.createMany({
      data: [{ supabaseUserId: userId, key, tenantId, command, callId, createdAt: new Date(now) }],
      skipDuplicates: true,
    });
  },
});

type Locks = Pick<CallStore, "lockCalls" | "tryLock" | "lockPeople" | "lockQueue" | "lockCapacity">;

function createLocks(database: Transaction, tenantId: string): Locks {
  const lock = async (name: string): Promise<void> => {
    await database.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  };
  return {
    async lockCalls(callIds) {
      await database.$queryRaw`
        SELECT 1 FROM "CallLog"
        WHERE "tenantId" = ${tenantId}::uuid AND "id" = ANY(${[...callIds]}::uuid[])
        ORDER BY "id" FOR UPDATE`;
    },
    async tryLock(callId) {
      const locked = await database.$queryRaw<unknown[]>`
        SELECT 1 FROM "CallLog" WHERE "id" = ${callId}::uuid AND "tenantId" = ${tenantId}::uuid
        FOR UPDATE SKIP LOCKED`;
      return locked.length > 0;
    },
    async lockPeople(people) {
      for (const person of people.toSorted()) await lock(`call_start:${person}`);
    },
    lockQueue: () => lock(`call_queue:${tenantId}`),
    lockCapacity: () => lock(`call_places:${tenantId}`),
  };
}

function createReads(database: Transaction, tenantId: string): CallReads {
  const read = (where: Prisma.Sql): Promise<Call[]> => readCalls(database, tenantId, where);
  return {
    async find(callId) {
      return isUuid(callId)
        ? ((await read(Prisma.sql`c."id" = ${callId}::uuid`))[0] ?? null)
        : null;
    },
    findWithEngagements: async (callId, userId) =>
      isUuid(callId) ? readCallAndEngagements(database, tenantId, callId, userId) : null,
    isRoomInUse: async (roomName) =>
      (await database.callLog.findUnique({
        where: { tenantId, roomName },
        select: { id: true },
      })) !== null,
    engagementsOf: (userId) => readEngagements(database, tenantId, userId),
    ringingFrom: (callerId, userId) => readRingingFrom(database, tenantId, callerId, userId),
    liveCalls(userId, since) {
      const changed =
        since === null
          ? Prisma.empty
          : Prisma.sql`UNION SELECT "callId" FROM "call_events"
              WHERE "supabaseUserId" = ${userId} AND "seq" > ${toSeq(since)}`;
      return read(Prisma.sql`
        c."id" IN (${involving(tenantId, userId)} ${changed})
        ORDER BY c."placedAt" DESC, c."id" DESC`);
    },
    async lastEvent(userId) {
      const last = await database.callEvent.findFirst({
        where: { supabaseUserId: userId },
        orderBy: { seq: "desc" },
        select: { seq: true, createdAt: true },
      });
      return { cursor: (last?.seq ?? 0n).toString(), writtenAt: last?.createdAt.getTime() ?? null };
    },
    countLive: () =>
      database.callLog.count({ where: { tenantId, status: { in: [...liveStatuses] } } }),
    waitingCalls: () =>
      read(Prisma.sql`
        c."status" IN ('QUEUED', 'RINGING') AND c."requestedCalleeId" IS NULL
        ORDER BY c."placedAt", c."id"`),
    history: (userId, page) => readHistory(database, tenantId, userId, page),
    callsInvolving: async (userId) =>
      (await database.$queryRaw<{ callId: string }[]>`${involving(tenantId, userId)}`).map(
        ({ callId }) => callId,
      ),
    recordedCommand: (userId, key) =>
      database.idempotencyKey.findUnique({
        where: { supabaseUserId_key: { supabaseUserId: userId, key }, tenantId },
        select: { command: true, callId: true },
      }),
  };
}

async function readRingingFrom(
  database: Transaction,
  tenantId: string,
  callerId: string | null,
  userId: string,
): Promise<string | null> {
  const isFrom =
    callerId === null
      ? Prisma.sql`c."requestedCalleeId" = ${userId}`
      : Prisma.sql`EXISTS (
          SELECT FROM "call_leg" l
          WHERE l."callId" = c."id" AND l."role" = 'caller' AND l."userId" = ${callerId}
        )`;
  const [call] = await database.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "CallOffer" o JOIN "CallLog" c ON c."id" = o."callId"
    WHERE o."tenantId" = ${tenantId}::uuid AND o."personId" = ${userId} AND o."outcome" IS NULL
      AND c."tenantId" = ${tenantId}::uuid AND c."status" = 'RINGING' AND ${isFrom}
    LIMIT 1`;
  return call?.id ?? null;
}

/** Limits a cursor to what PostgreSQL can hold. Clients could send any number. */
const toSeq = (cursor: string): bigint =>
  BigInt.asIntN(64, BigInt(cursor)) === BigInt(cursor) ? BigInt(cursor) : 2n ** 63n - 1n;
