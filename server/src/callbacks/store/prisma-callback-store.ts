import { randomUUID } from "node:crypto";
import { CallbackStatus, plainLine, plainText } from "@synapse-voice/contract";
import { Prisma, type Database } from "@synapse-voice/prisma";
import * as v from "valibot";
import { columnsOf, isUuid, violates } from "@synapse-voice/platform/database";
import type {
  CallbackChange,
  CallbackRequest,
  CallbackStore,
  CallbackTask,
  Claimer,
} from "./callback-store.ts";

interface Row {
  readonly id: string;
  readonly status: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly topic: string;
  readonly callId: string | null;
  readonly requestedAt: Date;
  readonly preferredAt: Date | null;
  readonly claimedById: string | null;
  readonly claimedByName: string | null;
  readonly doneAt: Date | null;
}

const toTask = (row: Row): CallbackTask => ({
  id: row.id,
  status: v.parse(CallbackStatus, row.status),
  customer: { userId: row.customerId, name: plainLine(row.customerName) },
  topic: plainText(row.topic),
  callId: row.callId,
  requestedAt: row.requestedAt.getTime(),
  preferredAt: row.preferredAt?.getTime() ?? null,
  claimedBy:
    row.claimedById === null
      ? null
      : { userId: row.claimedById, name: plainLine(row.claimedByName ?? "") },
  doneAt: row.doneAt?.getTime() ?? null,
});

const columns = columnsOf("c", Prisma.CallbackScalarFieldEnum);

/** Nobody can call a customer who was removed. */
const hasActiveCustomer: Prisma.CallbackWhereInput = {
  customer: { customer: { deactivatedAt: null } },
};

/** Matches the customer's call-back that is not done. There is at most one. */
const ownToDo = (tenantId: string, customerId: string): Prisma.CallbackWhereInput => ({
  tenantId,
  customerId,
  status: { not: "done" },
});

/** Call-backs in PostgreSQL. */
export function createPrismaCallbackStore(database: Database): CallbackStore {
  return {
    request: (tenantId, request) => insertOrChange(database, tenantId, request),
    async find(tenantId, id) {
      const row = isUuid(id)
        ? await database.callback.findFirst({ where: { tenantId, id } })
        : null;
      return row && toTask(row);
    },
    async findOwn(tenantId, customerId) {
      const row = await database.callback.findFirst({ where: ownToDo(tenantId, customerId) });
      return row && toTask(row);
    },
    changeOwn: (tenantId, customerId, change) => changeOwn(database, tenantId, customerId, change),
    withdraw: async (tenantId, customerId) =>
      (await database.callback.deleteMany({ where: ownToDo(tenantId, customerId) })).count > 0,
    toDo: (tenantId, limit) => toDo(database, tenantId, limit),
    async done(tenantId, limit) {
      const rows = await database.callback.findMany({
        where: { AND: [{ tenantId, status: "done" }, hasActiveCustomer] },
        orderBy: [{ doneAt: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map(toTask);
    },
    claim: (tenantId, id, agent, now) => claim(database, tenantId, id, agent, new Date(now)),
    finish: (tenantId, id, agentId, now) =>
      change(
        database,
        { tenantId, id, status: "claimed", claimedById: agentId },
        { status: "done", doneAt: new Date(now) },
      ),
    reopen: (tenantId, task) => reopen(database, tenantId, task),
    isCallOf: async (tenantId, callId, customerId) =>
      (await database.callLeg.count({ where: { tenantId, callId, userId: customerId } })) > 0,
  };
}

const dateOrNull = (at: number | null): Date | null => (at === null ? null : new Date(at));

async function toDo(database: Database, tenantId: string, limit: number): Promise<CallbackTask[]> {
  const rows = await database.$queryRaw<Row[]>`
    SELECT ${columns} FROM "Callback" c
    JOIN "PortalCustomer" p
      ON p."tenantId" = c."tenantId" AND p."supabaseUserId" = c."customerId"
    WHERE
      c."tenantId" = ${tenantId}::uuid
      AND c."status" IN ('open', 'claimed')
      AND p."deactivatedAt" IS NULL
    ORDER BY coalesce(c."preferredAt", c."requestedAt"), c."requestedAt", c."id"
    LIMIT ${limit}`;
  return rows.map(toTask);
}

async function changeOwn(
  database: Database,
  tenantId: string,
  customerId: string,
  { topic, preferredAt }: CallbackChange,
): Promise<CallbackTask | null> {
  const [row] = await database.callback.updateManyAndReturn({
    where: ownToDo(tenantId, customerId),
    data: {
      ...(topic === undefined ? {} : { topic }),
      ...(preferredAt === undefined ? {} : { preferredAt: dateOrNull(preferredAt) }),
    },
  });
  return row ? toTask(row) : null;
}

async function insertOrChange(
  database: Database,
  tenantId: string,
  { customer, topic, callId, requestedAt, preferredAt }: CallbackRequest,
): Promise<CallbackTask> {
  const [row] = await database.$queryRaw<Row[]>`
    INSERT INTO "Callback" AS c (
      "id", "tenantId", "customerId", "customerName", "topic", "callId", "requestedAt",
      "preferredAt"
    )
    VALUES (
      ${randomUUID()}::uuid, ${tenantId}::uuid, ${customer.userId}, ${customer.name}, ${topic},
      ${callId}::uuid, ${new Date(requestedAt)}, ${dateOrNull(preferredAt ?? null)}::timestamptz
    )
    ON CONFLICT ("customerId") WHERE "status" <> 'done' DO UPDATE
    SET
      "topic" = excluded."topic",
      "customerName" = excluded."customerName",
      "callId" = coalesce(excluded."callId", c."callId"),
      "preferredAt" = CASE
        WHEN ${preferredAt === undefined} THEN c."preferredAt" ELSE excluded."preferredAt"
      END
    RETURNING ${columns}`;
  if (!row) throw new Error("a callback was neither made nor changed");
  return toTask(row);
}

/** The share lock waits for a removal of the agent that runs at the same time. */
async function claim(
  database: Database,
  tenantId: string,
  id: string,
  agent: Claimer,
  claimedAt: Date,
): Promise<CallbackTask | null> {
  const [row] = await database.$queryRaw<Row[]>`
    WITH agent AS (
      SELECT "supabaseUserId" FROM "User"
      WHERE
        "tenantId" = ${tenantId}::uuid
        AND "supabaseUserId" = ${agent.userId}
        AND "deactivatedAt" IS NULL
      FOR SHARE
    )
    UPDATE "Callback" c
    SET
      "status" = 'claimed',
      "claimedById" = agent."supabaseUserId",
      "claimedByName" = ${agent.name},
      "claimedAt" = ${claimedAt}
    FROM agent
    WHERE c."tenantId" = ${tenantId}::uuid AND c."id" = ${id}::uuid AND c."status" = 'open'
    RETURNING ${columns}`;
  return row ? toTask(row) : null;
}

async function reopen(
  database: Database,
  tenantId: string,
  { id, status, customer, claimedBy }: Parameters<CallbackStore["reopen"]>[1],
): Promise<CallbackTask | null> {
  try {
    return await change(
      database,
      { tenantId, id, status, claimedById: claimedBy?.userId ?? null },
      { status: "open", claimedById: null, claimedByName: null, claimedAt: null, doneAt: null },
    );
  } catch (error) {
    if (!violates(error, "Callback_one_to_do")) throw error;
    const other = await database.callback.findFirst({
      where: { tenantId, customerId: customer.userId, status: { not: "done" } },
    });
    return other && toTask(other);
  }
}

async function change(
  database: Database,
  where: Prisma.CallbackWhereInput,
  data: Prisma.CallbackUncheckedUpdateManyInput,
): Promise<CallbackTask | null> {
  const [row] = await database.callback.updateManyAndReturn({ where, data });
  return row ? toTask(row) : null;
}
