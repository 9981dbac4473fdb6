import { randomUUID } from "node:crypto";
import { CallbackStatus } from "@synapse-voice/contract";
import { Prisma, type Database } from "@synapse-voice/prisma";
import * as v from "valibot";
import { columnsOf, violates } from "@synapse-voice/platform/database";
import type { CallbackStore, CallbackTask } from "./callback-store.ts";

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
  customer: { supabaseUserId: row.customerId, name: row.customerName },
  topic: row.topic,
  callId: row.callId,
  requestedAt: row.requestedAt.getTime(),
  claimedBy:
    row.claimedById === null
      ? null
      : { supabaseUserId: row.claimedById, name: row.claimedByName ?? "" },
  doneAt: row.doneAt?.getTime() ?? null,
});

const columns = columnsOf("c", Prisma.CallbackScalarFieldEnum);

const isUuid = (id: string): boolean => v.is(v.pipe(v.string(), v.uuid()), id);
/** Nobody can call a customer who was removed. */
const customerIsThere: Prisma.CallbackWhereInput = {
  customer: { customer: { deactivatedAt: null } },
};

/** Callbacks in PostgreSQL. */
export function createPrismaCallbackStore(database: Database): CallbackStore {
  const list = async (
    where: Prisma.CallbackWhereInput,
    more: Pick<Prisma.CallbackFindManyArgs, "orderBy" | "take">,
  ): Promise<CallbackTask[]> =>
    (await database.callback.findMany({ where: { AND: [where, customerIsThere] }, ...more })).map(
      toTask,
    );
  const change = async (
    tenantId: string,
    id: string,
    from: Prisma.CallbackWhereInput,
    data: Prisma.CallbackUncheckedUpdateManyInput,
  ): Promise<CallbackTask | null> => {
    const [row] = await database.callback.updateManyAndReturn({
      where: { tenantId, id, AND: from },
      data,
    });
    return row ? toTask(row) : null;
  };
  return {
    async request(tenantId, { customer, topic, callId, requestedAt }) {
      const [row] = await database.$queryRaw<Row[]>`
        INSERT INTO "Callback" AS c ("id", "tenantId", "customerId", "customerName", "topic", "callId", "requestedAt")
        VALUES (${randomUUID()}::uuid, ${tenantId}::uuid, ${customer.supabaseUserId}, ${customer.name}, ${topic}, ${callId}::uuid, ${new Date(requestedAt)})
        ON CONFLICT ("customerId") WHERE "status" <> 'done' DO UPDATE
        SET "topic" = excluded."topic", "customerName" = excluded."customerName", "callId" = coalesce(excluded."callId", c."callId")
        RETURNING ${columns}`;
      if (!row) throw new Error("a callback was neither made nor changed");
      return toTask(row);
    },
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
    async claim(tenantId, id, agent, now) {
      // The share lock waits for a removal under way, which would not see this claim.
      const [row] = await database.$queryRaw<Row[]>`
        WITH me AS (
          SELECT "supabaseUserId" FROM "User" WHERE "tenantId" = ${tenantId}::uuid AND "supabaseUserId" = ${agent.supabaseUserId} AND "deactivatedAt" IS NULL FOR SHARE
        )
        UPDATE "Callback" c SET "status" = 'claimed', "claimedById" = me."supabaseUserId", "claimedByName" = ${agent.name}, "claimedAt" = ${new Date(now)}
        FROM me WHERE c."tenantId" = ${tenantId}::uuid AND c."id" = ${id}::uuid AND c."status" = 'open'
        RETURNING ${columns}`;
      return row ? toTask(row) : null;
    },
    finish: (tenantId, id, agentId, now) =>
      change(
        tenantId,
        id,
        { status: "claimed", claimedById: agentId },
        { status: "done", doneAt: new Date(now) },
      ),
    async reopen(tenantId, { id, status, customer, claimedBy }) {
      const open = {
        status: "open",
        claimedById: null,
        claimedByName: null,
        claimedAt: null,
        doneAt: null,
      };
      try {
        return await change(
          tenantId,
          id,
          { status, claimedById: claimedBy?.supabaseUserId ?? null },
          open,
        );
      } catch (error) {
        if (!violates(error, "Callback_one_to_do")) throw error;
        const other = await database.callback.findFirst({
          where: { tenantId, customerId: customer.supabaseUserId, status: { not: "done" } },
        });
        return other && toTask(other);
      }
    },
    isCallOf: async (tenantId, callId, customerId) =>
      (await database.callLeg.count({ where: { tenantId, callId, userId: customerId } })) > 0,
  };
}
