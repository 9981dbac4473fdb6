import type { FoundPerson } from "@synapse-voice/contract";
import { Prisma, type Database } from "@synapse-voice/prisma";
import { withPlainNames } from "../../identity/person.ts";
import type { PeopleStore, PersonCriteria } from "./people-store.ts";

const { sql, join } = Prisma;

type Row = Omit<FoundPerson, "invitedAt"> & { readonly invitedAt: Date | null };

export const createPrismaPeopleStore = (database: Database): PeopleStore => ({
  async lookUp(tenantId, criteria, limit) {
    const conditions = conditionsOf(criteria);
    if (conditions.length === 0) return [];
    const of = (type: FoundPerson["type"], table: Prisma.Sql) => sql`
      SELECT
        "supabaseUserId", ${type}::text AS "type", "firstName", "lastName", "email", "phone",
        "invitedAt"
      FROM ${table}
      WHERE "tenantId" = ${tenantId}::uuid AND "deactivatedAt" IS NULL
        AND ${join(conditions, " AND ")}`;
    const rows = await database.$queryRaw<Row[]>`
      ${of("CRM_USER", sql`"User"`)} UNION ALL ${of("PORTAL_CUSTOMER", sql`"PortalCustomer"`)}
      ORDER BY "lastName", "firstName", "supabaseUserId"
      LIMIT ${limit}`;
    return rows.map((row) =>
      withPlainNames({ ...row, invitedAt: row.invitedAt?.toISOString() ?? null }),
    );
  },
});

function conditionsOf({ supabaseUserId, email, phone }: PersonCriteria): Prisma.Sql[] {
  return [
    ...(supabaseUserId === undefined ? [] : [sql`"supabaseUserId" = ${supabaseUserId}`]),
    ...(email === undefined ? [] : [sql`lower("email") = ${email}`]),
    ...(phone === undefined ? [] : [sql`"phone" = ${phone}`]),
  ];
}
