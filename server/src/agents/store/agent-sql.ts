import { Prisma } from "@synapse-voice/prisma";

const { sql } = Prisma;

// Conditions on a device. A value of another version counts as one that rings nothing.
const deviceHasFeed = sql`"feed" IN ('realtime', 'poll')`;
const deviceWantsCalls = sql`${deviceHasFeed} AND "wantedState" = 'available'`;
/** A device that signed off has a lease that ended at its last report. */
const deviceHasLease = (now: Date) => sql`"leaseUntil" > ${now} AND "leaseUntil" > "lastSeenAt"`;

/** Value of `wantedCallsUntil` after a report of a device "d" that can't be reached. */
export const wantedCallsUntilReport = sql`CASE
  WHEN d."wantedCallsUntil" > excluded."lastSeenAt" THEN excluded."lastSeenAt"
  ELSE d."wantedCallsUntil"
END`;

// Aggregates over the devices of an agent.
export const anyReachable = (now: Date) =>
  sql`coalesce(bool_or(${deviceHasFeed} AND ${deviceHasLease(now)}), false)`;
export const anyWantsCalls = (now: Date) =>
  sql`coalesce(bool_or(${deviceWantsCalls} AND ${deviceHasLease(now)}), false)`;
export const leaseHeldUntil = sql`max("leaseUntil") FILTER (WHERE "leaseUntil" > "lastSeenAt")`;

/** A leg that takes part: the caller's from the start, all others from the answer on. */
const takesPart = sql`"leftAt" IS NULL AND ("role" = 'caller' OR "joinedAt" IS NOT NULL)`;

// Conditions on one agent "u".
/** By default agents take calls of the queue, and admins and supervisors don't. */
export const takesQueueCalls = sql`coalesce(u."takesQueueCalls", u."role" = 'AGENT')`;
export const isOnCall = sql`EXISTS (
  SELECT FROM "call_leg" l
  WHERE l."tenantId" = u."tenantId" AND l."userId" = u."supabaseUserId" AND ${takesPart}
)`;
export const isRinging = sql`EXISTS (
  SELECT FROM "CallOffer" o
  WHERE
    o."personId" = u."supabaseUserId"
    AND o."tenantId" = u."tenantId"
    AND o."outcome" IS NULL
)`;

/**
 * Selects all agents of a tenant who have joined, with their activity. Each list is read once and
 * hashed. Joins were much slower where the planner expected few rows: they took seconds.
 */
export function agentsOf(tenantId: string, now: Date): Prisma.Sql {
  const ofTenant = sql`"tenantId" = ${tenantId}::uuid`;
  const devices = sql`
    SELECT "supabaseUserId" FROM "AgentDevice" WHERE ${ofTenant} AND ${deviceHasLease(now)}`;
  const work = (column: Prisma.Sql) => sql`(
    SELECT w.${column} FROM "AgentWork" w
    WHERE w."tenantId" = u."tenantId" AND w."supabaseUserId" = u."supabaseUserId"
  )`;
  return sql`(
    SELECT
      u."supabaseUserId", u."firstName", u."lastName", u."email", u."phone",
      u."role"::text AS "role",
      u."supabaseUserId" IN (${devices} AND ${deviceHasFeed}) AS "reachable",
      ${takesQueueCalls} AS "takesQueueCalls",
      ${takesQueueCalls}
        AND u."supabaseUserId" IN (${devices} AND ${deviceWantsCalls}) AS "wantsCalls",
      u."supabaseUserId" IN (
        SELECT "userId" FROM "call_leg" WHERE ${ofTenant} AND ${takesPart}
      ) AS "onCall",
      u."supabaseUserId" IN (
        SELECT "personId" FROM "CallOffer" WHERE ${ofTenant} AND "outcome" IS NULL
      ) AS "ringing",
      (
        SELECT ${leaseHeldUntil} FROM "AgentDevice" d
        WHERE d."supabaseUserId" = u."supabaseUserId"
      ) AS "leaseHeldUntil",
      ${work(sql`"idleSince"`)} AS "idleSince",
      ${work(sql`"wrapUpUntil"`)} AS "wrapUpUntil"
    FROM "User" u
    WHERE
      u."tenantId" = ${tenantId}::uuid AND u."deactivatedAt" IS NULL AND u."invitedAt" IS NULL
  ) agents`;
}
