import { customersSeeOf, plainLine } from "@synapse-voice/contract";
import type { Database, PersonType, Role } from "@synapse-voice/prisma";
import { withPlainNames, type Person } from "./person.ts";
import type { Arrivals, PeopleDirectory } from "./people-directory.ts";

interface Row {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly allowedOrigins: string[];
  readonly type: PersonType;
  readonly role: Role | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly portalCustomerId: string | null;
  readonly takesQueueCalls: boolean | null;
  readonly isInvited: boolean;
  readonly customersSee: unknown;
  readonly hideAgentEmails: unknown;
}

/** Finds people in PostgreSQL. A user id is either an agent's or a customer's. */
export function createPrismaPeopleDirectory(database: Database): PeopleDirectory & Arrivals {
  return {
    async find(userId, issuedAt) {
      const issued = issuedAt === undefined ? null : new Date(issuedAt);
      // Every request needs this, so it is one round trip.
      const [row] = await database.$queryRaw<Row[]>`
        SELECT
          p."tenantId",
          t."name" AS "tenantName",
          t."allowedOrigins",
          t."settings" -> 'customersSee' AS "customersSee",
          t."settings" -> 'hideAgentEmails' AS "hideAgentEmails",
          p."type"::text,
          u."role"::text,
          u."takesQueueCalls",
          coalesce(u."invitedAt", c."invitedAt") IS NOT NULL AS "isInvited",
          c."id" AS "portalCustomerId",
          coalesce(u."firstName", c."firstName") AS "firstName",
          coalesce(u."lastName", c."lastName") AS "lastName"
        FROM "Person" p
        JOIN "Tenant" t ON t."id" = p."tenantId"
        LEFT JOIN "User" u
          ON u."supabaseUserId" = p."supabaseUserId" AND u."deactivatedAt" IS NULL
        LEFT JOIN "PortalCustomer" c
          ON c."supabaseUserId" = p."supabaseUserId" AND c."deactivatedAt" IS NULL
        WHERE p."supabaseUserId" = ${userId} AND (u."id" IS NOT NULL OR c."id" IS NOT NULL)
          AND coalesce(p."tokensValidFrom" <= ${issued}::timestamptz, true)`;
      return row ? toPerson(userId, row) : null;
    },
    async markJoined(userId) {
      await database.$executeRaw`
        WITH agent AS (
          UPDATE "User" SET "invitedAt" = NULL WHERE "supabaseUserId" = ${userId}
        )
        UPDATE "PortalCustomer" SET "invitedAt" = NULL WHERE "supabaseUserId" = ${userId}`;
    },
    async allOrigins() {
      const tenants = await database.tenant.findMany({ select: { allowedOrigins: true } });
      return [...new Set(tenants.flatMap((tenant) => tenant.allowedOrigins))];
    },
  };
}

function toPerson(userId: string, row: Row): Person {
  const { customersSee, hideAgentEmails, takesQueueCalls, isInvited, role, ...person } = row;
  return {
    userId,
    ...withPlainNames(person),
    tenantName: plainLine(person.tenantName),
    role,
    ...(isInvited ? { isInvited } : {}),
    ...(takesQueueCalls === null ? {} : { takesQueueCalls }),
    ...(role === null ? { customersSee: customersSeeOf({ customersSee, hideAgentEmails }) } : {}),
  };
}
