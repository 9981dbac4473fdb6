import { describe, expect, it } from "vitest";
import { forgetsTenant } from "./tenant-guard.ts";

describe("a statement forgets the tenant", () => {
  it.each([
    'SELECT "public"."CallLog"."id", "public"."CallLog"."tenantId" FROM "public"."CallLog" WHERE "public"."CallLog"."id" = $1',
    `SELECT "id" FROM "CallLog" WHERE "status" = 'QUEUED'`,
    'SELECT c."id" FROM "CallEvent" e JOIN "CallLog" c ON c."id" = e."callId" AND c."tenantId" = e."tenantId" WHERE e."seq" > $1',
    `UPDATE "public"."CallLog" SET "tenantId" = tenantId WHERE "id" = $1`,
    `DELETE FROM "AgentDevice" WHERE "supabaseUserId" = $1`,
    `INSERT INTO "Callback" ("topic") VALUES ($1)`,
    `SELECT "allowedOrigins" FROM "public"."Tenant"`,
  ])("%s", (sql) => expect(forgetsTenant(sql)).toBe(true));
});

/** Statements that name a tenant, or use nothing that tenants own. */
const naming = [
  'SELECT "public"."CallLog"."id" FROM "public"."CallLog" WHERE ("public"."CallLog"."tenantId" = $1 AND "public"."CallLog"."id" = $2)',
  `SELECT "id" FROM "CallOffer" WHERE ("tenantId", "callId") IN (($1, $2), ($3, $4))`,
  'SELECT 1 FROM "CallLog" WHERE "id" = $1::uuid AND "tenantId" = $2::uuid FOR UPDATE SKIP LOCKED',
  `INSERT INTO "public"."CallLog" ("id", "tenantId") VALUES ($1, $2) RETURNING "id"`,
  'INSERT INTO "public"."CallOffer" ("tenantId","updatedAt") VALUES ($1,$2) ON CONFLICT DO NOTHING',
  'INSERT INTO "AgentWork" ("tenantId", "supabaseUserId") VALUES ($1, $2) ON CONFLICT ("supabaseUserId") DO UPDATE\n  SET "idleSince" = $3',
  `SELECT "settings" FROM "public"."Tenant" WHERE ("public"."Tenant"."id" = $1 AND 1=1)`,
  `SELECT "seq" FROM "public"."call_events" WHERE "supabaseUserId" = $1`,
  `SELECT pg_advisory_xact_lock($1)`,
];

describe("a statement names the tenant, or nothing that one owns", () => {
  it.each(naming)("%s", (sql) => expect(forgetsTenant(sql)).toBe(false));
});
