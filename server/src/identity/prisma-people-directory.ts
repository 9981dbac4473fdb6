import type { Database, PersonType, Role } from "@synapse-voice/prisma";
import type { PeopleDirectory } from "./people-directory.ts";

interface Row {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly allowedOrigins: string[];
  readonly type: PersonType;
  readonly role: Role | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly portalCustomerId: string | null;
}

/** Finds people in PostgreSQL. A user id is either an agent's or a customer's. */
export function createPrismaPeopleDirectory(database: Database): PeopleDirectory {
  return {
    async find(userId) {
      // Every request needs this, so it is one round trip.
      const [row] = await database.$queryRaw<Row[]>`
        SELECT
          p."tenantId",
          t."name" AS "tenantName",
          t."allowedOrigins",
          p."type"::text,
          u."role"::text,
          c."id" AS "portalCustomerId",
          coalesce(u."firstName", c."firstName") AS "firstName",
          coalesce(u."lastName", c."lastName") AS "lastName"
        FROM "Person" p
        JOIN "Tenant" t ON t."id" = p."tenantId"
        LEFT JOIN "User" u
          ON u."supabaseUserId" = p."supabaseUserId" AND u."deactivatedAt" IS NULL
        LEFT JOIN "PortalCustomer" c
          ON c."supabaseUserId" = p."supabaseUserId" AND c."deactivatedAt" IS NULL
        WHERE p."supabaseUserId" = ${userId} AND (u."id" IS NOT NULL OR c."id" IS NOT NULL)`;
      return row ? { userId, ...row } : null;
    },
    async allOrigins() {
      const tenants = await database.tenant.findMany({ select: { allowedOrigins: true } });
      return [...new Set(tenants.flatMap((tenant) => tenant.allowedOrigins))];
    },
  };
}
