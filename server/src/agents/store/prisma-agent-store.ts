import { Prisma, type Transaction } from "@synapse-voice/prisma";
import type { AgentPresence } from "../agent-state.ts";
import { toPresence, type PresenceRow } from "./agent-rows.ts";
import { agentsOf, wantedCallsUntilReport, takesQueueCalls } from "./agent-sql.ts";
import type { AgentStore, SignOff } from "./agent-store.ts";
import { renewDevice } from "./renew-device.ts";

const { sql } = Prisma;

/** A condition on the rows of `agentsOf`: the agent takes calls of the queue now, or after a call. */
const isAtWork = sql`("wantsCalls" OR ("onCall" AND "takesQueueCalls"))`;

/** Agents in PostgreSQL. */
export function createPrismaAgentStore(database: Transaction): AgentStore {
  const select = async (
    tenantId: string,
    now: number,
    where: Prisma.Sql,
  ): Promise<AgentPresence[]> => {
    const rows = await database.$queryRaw<PresenceRow[]>`
      SELECT * FROM ${agentsOf(tenantId, new Date(now))}
      WHERE ${where}
      ORDER BY "lastName", "firstName", "supabaseUserId"`;
    return rows.map(toPresence);
  };
  return {
    list: (tenantId, now) => select(tenantId, now, sql`true`),
    find: async (tenantId, userId, now) =>
      (await select(tenantId, now, sql`"supabaseUserId" = ${userId}`))[0] ?? null,
    atWork: (tenantId, userIds, now) =>
      select(tenantId, now, sql`${isAtWork} OR "supabaseUserId" = ANY(${[...userIds]}::text[])`),
    hasAgents: async (tenantId, exceptUserId) =>
      (await database.user.findFirst({
        where: {
          tenantId,
          deactivatedAt: null,
          invitedAt: null,
          supabaseUserId: { not: exceptUserId },
          OR: [{ takesQueueCalls: true }, { takesQueueCalls: null, role: "AGENT" }],
        },
        select: { id: true },
      })) !== null,
    headcount: (tenantId, now) => headcount(database, tenantId, new Date(now)),
    async lastWantedCallsAt(tenantId) {
      const [row] = await database.$queryRaw<{ at: Date | null }[]>`
        SELECT max("wantedCallsUntil") AS "at"
        FROM "AgentDevice" d JOIN "User" u USING ("tenantId", "supabaseUserId")
        WHERE d."tenantId" = ${tenantId}::uuid AND ${takesQueueCalls}`;
      return row?.at?.getTime() ?? null;
    },
    renew: (tenantId, device) => renewDevice(database, tenantId, device),
    signOff: (tenantId, userId, device) => signOff(database, tenantId, userId, device),
    async callEnded(tenantId, userId, now, wrapUpUntil) {
      const until = wrapUpUntil === null ? null : new Date(wrapUpUntil);
      await database.$executeRaw`
        INSERT INTO "AgentWork" ("tenantId", "supabaseUserId", "idleSince", "wrapUpUntil")
        VALUES (${tenantId}::uuid, ${userId}, ${until ?? new Date(now)}, ${until})
        ON CONFLICT ("tenantId", "supabaseUserId") DO UPDATE
        SET
          "idleSince" = greatest("AgentWork"."idleSince", excluded."idleSince"),
          "wrapUpUntil" = greatest("AgentWork"."wrapUpUntil", excluded."wrapUpUntil")`;
    },
    async endWrapUp(tenantId, userId, now) {
      const { count } = await database.agentWork.updateMany({
        where: { tenantId, supabaseUserId: userId, wrapUpUntil: { gt: new Date(now) } },
        data: { wrapUpUntil: null, idleSince: new Date(now) },
      });
      return count > 0;
    },
  };
}

async function headcount(
  database: Transaction,
  tenantId: string,
  now: Date,
): Promise<{ readonly atWork: number; readonly free: number }> {
  const [row] = await database.$queryRaw<{ atWork: number; free: number }[]>`
    SELECT
      count(*)::int AS "atWork",
      (count(*) FILTER (
        WHERE
          NOT "onCall"
          AND NOT "ringing"
          AND ("wrapUpUntil" IS NULL OR "wrapUpUntil" <= ${now})
      ))::int AS "free"
    FROM ${agentsOf(tenantId, now)}
    WHERE "wantsCalls" OR ("onCall" AND "takesQueueCalls" AND NOT "reachable")`;
  return row ?? { atWork: 0, free: 0 };
}

/** The row stays for a while, so that a late report does not renew the lease. */
async function signOff(
  database: Transaction,
  tenantId: string,
  userId: string,
  { deviceId, ...times }: SignOff,
): Promise<void> {
  const [now, leaseUntil] = [new Date(times.now), new Date(times.leaseUntil)];
  await database.$executeRaw`
    INSERT INTO "AgentDevice" AS d (
      "tenantId", "supabaseUserId", "deviceId", "wantedState", "feed", "leaseUntil", "lastSeenAt"
    )
    SELECT "tenantId", "supabaseUserId", ${deviceId}, 'away', 'down', ${leaseUntil}, ${now}
    FROM "Person"
    WHERE "tenantId" = ${tenantId}::uuid AND "supabaseUserId" = ${userId}
    ON CONFLICT ("supabaseUserId", "deviceId") DO UPDATE
    SET
      "feed" = excluded."feed",
      "leaseUntil" = excluded."leaseUntil",
      "wantedCallsUntil" = ${wantedCallsUntilReport},
      "lastSeenAt" = excluded."lastSeenAt"
    WHERE d."lastSeenAt" <= excluded."lastSeenAt"`;
}
