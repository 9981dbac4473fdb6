import type { Database } from "@synapse-voice/prisma";
import type { AgentPool } from "./agent-pool.ts";

/** Agents as PostgreSQL knows them. */
export function createPrismaAgentPool(database: Database): AgentPool {
  return {
    async reachable(tenantId, now) {
      const agents = await database.$queryRaw<{ supabaseUserId: string; firstName: string; lastName: string }[]>`
        SELECT u."supabaseUserId", u."firstName", u."lastName" FROM "User" u
        WHERE u."tenantId" = ${tenantId}::uuid AND u."deactivatedAt" IS NULL
          AND EXISTS (SELECT FROM "AgentDevice" d WHERE d."supabaseUserId" = u."supabaseUserId" AND d."tenantId" = u."tenantId"
            AND d."leaseUntil" > ${new Date(now)} AND d."wantedState" = 'available' AND d."feed" <> 'down')
          AND NOT EXISTS (SELECT FROM "ConnectedParty" c WHERE c."supabaseUserId" = u."supabaseUserId")
          AND NOT EXISTS (SELECT FROM "CallLog" o WHERE o."fromUserId" = u."supabaseUserId" AND o."status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS'))
        ORDER BY u."supabaseUserId"`;
      return agents.map(({ supabaseUserId, firstName, lastName }) => ({
        supabaseUserId, type: "CRM_USER" as const, name: `${firstName} ${lastName}`.trim(), verified: true, portalCustomerId: null,
      }));
    },
    async hasAgents(tenantId, except) {
      const other = await database.user.findFirst({ where: { tenantId, deactivatedAt: null, supabaseUserId: { not: except } }, select: { id: true } });
      return other !== null;
    },
  };
}
