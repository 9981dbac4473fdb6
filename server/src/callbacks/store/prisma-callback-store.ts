import { randomUUID } from "node:crypto";
import { CallbackStatus } from "@synapse-voice/contract";
import { Prisma, type Database } from "@synapse-voice/prisma";
import * as v from "valibot";
import { columnsOf, isUuid, violates } from "@synapse-voice/platform/database";
import type { CallbackRequest, CallbackStore, CallbackTask, Claimer } from "./callback-store.ts";

interface Row {
  readonly id: string;
  readonly status: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly topic: string;
  readonly callId: string | null;
  readonly requestedAt: Date;
  readonly claimedById: string | null;
  readonly claimedByName: string | null;
  readonly doneAt: Date | null;
}

const toTask = (row: Row): CallbackTask => ({
  id: row.id,
  status: v.parse(CallbackStatus, row.status),
  customer: { userId: row.customerId, name: row.customerName },
  topic: row.topic,
  callId: row.callId,
  requestedAt: row.requestedAt.getTime(),
  claimedBy:
    row.claimedById === null ? null : { userId: row.claimedById, name: row.claimedByName ?? "" },
  doneAt: row.doneAt?.getTime() ?? null,
});

const columns = columnsOf("c", Prisma.CallbackScalarFieldEnum);

/** Nobody can call a customer who was removed. */
const hasActiveCustomer: Prisma.CallbackWhereInput = {
  customer: { customer: { deactivatedAt: null } },
};

/** Call-backs in PostgreSQL. */
export function createPrismaCallbackStore(database: Database): CallbackStore {
  const list = async (
    where: Prisma.CallbackWhereInput,
    more: Pick<Prisma.CallbackFindManyArgs, "orderBy" | "take">,
  ): Promise<CallbackTask[]> => {
    const rows = await database.callback.findMany({
      where: { AND: [where, hasActiveCustomer] },
      ...more,
    });
    return rows.map(toTask);
  };
  return {
    request: (tenantId, request) => insertOrChange(database, tenantId, request),
    async find(tenantId, id) {
      const row = isUuid(id)
        ? await database.callback.findFirst({ where: { tenantId, id } })
        : null;
      return row && toTask(row);
    },
    toDo: (tenantId, limit) =>
      list(
        { tenantId, status: { in: ["open", "claimed"] } },
        { orderBy: [{ requestedAt: "asc" }, { id: "asc" }], take: limit },
      ),
    done: (tenantId, limit) =>
      list(
        { tenantId, status: "done" },
        { orderBy: [{ doneAt: "desc" }, { id: "desc" }], take: limit },
      ),
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

async function insertOrChange(
  database: Database,
  tenantId: string,
  { customer, topic, callId, requestedAt }: CallbackRequest,
): Promise<CallbackTask> {
  const [row] = await database.$queryRaw<Row[]>`
    INSERT INTO "Callback" AS c (
      "id", "tenantId", "customerId", "customerName", "topic", "callId", "requestedAt"
    )
    VALUES (
      ${randomUUID()}::uuid, ${tenantId}::uuid, ${customer.userId}, ${customer.name}, ${topic},
      ${callId}::uuid, ${new Date(requestedAt)}
    )
    ON CONFLICT ("customerId") WHERE "status" <> 'done' DO UPDATE
    SET
      "topic" = excluded."topic",
      "customerName" = excluded."customerName",
      "callId" = coalesce(excluded."callId", c."callId")
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
