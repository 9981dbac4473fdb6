import type { Database } from "@synapse-voice/prisma";
import type { PeopleDirectory } from "../http/index.ts";

const tenant = { select: { name: true, allowedOrigins: true } } as const;

/** First among CRM users, then among portal customers; an id is in one of them only. */
export function createPrismaPeopleDirectory(database: Database): PeopleDirectory {
  return {
    async find(supabaseUserId) {
      const where = { supabaseUserId, deactivatedAt: null };
      const user = await database.user.findFirst({ where, include: { tenant } });
      const found = user ?? (await database.portalCustomer.findFirst({ where, include: { tenant } }));
      if (!found) return null;
      return {
        supabaseUserId,
        tenantId: found.tenantId,
        tenantName: found.tenant.name,
        type: found.type,
        role: user?.role ?? null,
        firstName: found.firstName,
        lastName: found.lastName,
        portalCustomerId: user ? null : found.id,
        allowedOrigins: found.tenant.allowedOrigins,
      };
    },
    async allOrigins() {
      const tenants = await database.tenant.findMany({ select: { allowedOrigins: true } });
      return [...new Set(tenants.flatMap((row) => row.allowedOrigins))];
    },
  };
}
