import { AgentRole } from "@synapse-voice/contract";
import { Prisma, type Transaction } from "@synapse-voice/prisma";
import * as v from "valibot";
import type { AgentActivity, AgentPresence } from "../agent-state.ts";
import {
  deviceRetentionMs,
  type AgentStore,
  type DeviceRecord,
  type PresenceRenewal,
} from "./agent-store.ts";

interface StandingRow {
  readonly hears: boolean;
  readonly wantsCalls: boolean;
  readonly onCall: boolean;
  readonly ringing: boolean;
  readonly idleSince: Date | null;
  readonly wrapUpUntil: Date | null;
  readonly leaseHeldUntil: Date | null;
}

interface PresenceRow extends StandingRow {
  readonly supabaseUserId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: string;
}

interface RenewalRow extends StandingRow {
  readonly wantedCalls: boolean;
  readonly leaseUntil: Date;
  readonly waiting: number;
  readonly openCallbacks: number;
}

const toStanding = ({
  hears,
  wantsCalls,
  onCall,
  ringing,
  idleSince,
  wrapUpUntil,
  leaseHeldUntil,
}: StandingRow): AgentActivity => ({
  reachable: hears,
  wantsCalls,
  onCall,
  ringing,
  idleSince: idleSince?.getTime() ?? null,
  wrapUpUntil: wrapUpUntil?.getTime() ?? null,
  leaseHeldUntil: leaseHeldUntil?.getTime() ?? null,
});

const toPresence = ({
  supabaseUserId,
  firstName,
  lastName,
  email,
  role,
  ...standing
}: PresenceRow): AgentPresence => ({
  agent: { supabaseUserId, firstName, lastName, email, role: v.parse(AgentRole, role) },
  ...toStanding(standing),
});

const { sql } = Prisma;

// Of an agent "u". A value that another version stored counts as what rings least.
const deviceHears = sql`"feed" IN ('realtime', 'poll')`;
const deviceWants = sql`${deviceHears} AND "wantedState" = 'available'`;
// A device that signed off was last seen when its lease ended, also to a renewal from before.
const leaseRuns = (now: Date) => sql`"leaseUntil" > ${now} AND "leaseUntil" > "lastSeenAt"`;
const leaseHeld = sql`max("leaseUntil") FILTER (WHERE "leaseUntil" > "lastSeenAt")`;
// A leg that takes part: the caller's from the start, everyone else's from the answer on.
const takesPart = sql`"leftAt" IS NULL AND ("role" = 'caller' OR "joinedAt" IS NOT NULL)`;
const onCall = sql`EXISTS (
  SELECT FROM "call_leg" l
  WHERE l."tenantId" = u."tenantId" AND l."userId" = u."supabaseUserId" AND ${takesPart})`;
const ringing = sql`EXISTS (SELECT FROM "CallOffer" o WHERE o."personId" = u."supabaseUserId" AND o."tenantId" = u."tenantId" AND o."outcome" IS NULL)`;

// Of all agents of a tenant at once. Each list is read once and hashed, whatever the planner
// believes: joins that it took for small cost seconds.
const agentsOf = (tenantId: string, now: Date) => {
  const ofTenant = sql`"tenantId" = ${tenantId}::uuid`;
  const devices = sql`SELECT "supabaseUserId" FROM "AgentDevice" WHERE ${ofTenant} AND ${leaseRuns(now)}`;
  return sql`(
    SELECT u."supabaseUserId", u."firstName", u."lastName", u."email", u."role"::text AS "role",
      u."supabaseUserId" IN (${devices} AND ${deviceHears}) AS "hears",
      u."supabaseUserId" IN (${devices} AND ${deviceWants}) AS "wantsCalls",
      u."supabaseUserId" IN (
        SELECT "userId" FROM "call_leg" WHERE ${ofTenant} AND ${takesPart}
      ) AS "onCall",
      u."supabaseUserId" IN (SELECT "personId" FROM "CallOffer" WHERE ${ofTenant} AND "outcome" IS NULL) AS "ringing",
      (SELECT ${leaseHeld} FROM "AgentDevice" d WHERE d."supabaseUserId" = u."supabaseUserId") AS "leaseHeldUntil",
      (SELECT w."idleSince" FROM "AgentWork" w WHERE w."tenantId" = u."tenantId" AND w."supabaseUserId" = u."supabaseUserId") AS "idleSince",
      (SELECT w."wrapUpUntil" FROM "AgentWork" w WHERE w."tenantId" = u."tenantId" AND w."supabaseUserId" = u."supabaseUserId") AS "wrapUpUntil"
    FROM "User" u WHERE u."tenantId" = ${tenantId}::uuid AND u."deactivatedAt" IS NULL
  ) agents`;
};

export function createPrismaAgentStore(database: Transaction): AgentStore {
  const select = async (
    tenantId: string,
    now: number,
    where: Prisma.Sql,
  ): Promise<AgentPresence[]> =>
    (
      await database.$queryRaw<
        PresenceRow[]
      >`SELECT * FROM ${agentsOf(tenantId, new Date(now))} WHERE ${where} ORDER BY "lastName", "firstName", "supabaseUserId"`
    ).map(toPresence);
  return {
    list: (tenantId, now) => select(tenantId, now, sql`true`),
    find: async (tenantId, supabaseUserId, now) =>
      (await select(tenantId, now, sql`"supabaseUserId" = ${supabaseUserId}`))[0] ?? null,
    atWork: (tenantId, named, now) =>
      select(
        tenantId,
        now,
        sql`"wantsCalls" OR "onCall" OR "supabaseUserId" = ANY(${[...named]}::text[])`,
      ),
    hasAgents: async (tenantId, except) =>
      (await database.user.findFirst({
        where: { tenantId, deactivatedAt: null, supabaseUserId: { not: except } },
        select: { id: true },
      })) !== null,
    async headcount(tenantId, now) {
      const [row] = await database.$queryRaw<{ atWork: number; free: number }[]>`
        SELECT count(*)::int AS "atWork", (count(*) FILTER (WHERE NOT "onCall" AND NOT "ringing" AND ("wrapUpUntil" IS NULL OR "wrapUpUntil" <= ${new Date(now)})))::int AS "free"
        FROM ${agentsOf(tenantId, new Date(now))} WHERE "wantsCalls" OR "onCall"`;
      return row ?? { atWork: 0, free: 0 };
    },
    async lastWantedCallsAt(tenantId) {
      const [row] = await database.$queryRaw<
        { at: Date | null }[]
      >`SELECT max("leaseUntil") AS "at" FROM "AgentDevice" WHERE "tenantId" = ${tenantId}::uuid AND ${deviceWants}`;
      return row?.at?.getTime() ?? null;
    },
    renew: (tenantId, device) => renew(database, tenantId, device),
    async signOff(tenantId, supabaseUserId, deviceId, now) {
      // The row stays for a while, and keeps off renewals that are late.
      await database.$executeRaw`
        INSERT INTO "AgentDevice" ("tenantId", "supabaseUserId", "deviceId", "wantedState", "feed", "leaseUntil", "lastSeenAt")
        SELECT "tenantId", "supabaseUserId", ${deviceId}, 'away', 'down', ${new Date(now)}, ${new Date(now)} FROM "Person" WHERE "tenantId" = ${tenantId}::uuid AND "supabaseUserId" = ${supabaseUserId}
        ON CONFLICT ("supabaseUserId", "deviceId") DO UPDATE SET "leaseUntil" = excluded."leaseUntil", "lastSeenAt" = excluded."lastSeenAt"
        WHERE "AgentDevice"."lastSeenAt" <= excluded."lastSeenAt"`;
    },
    async callEnded(tenantId, supabaseUserId, now, wrapUpUntil) {
      const until = wrapUpUntil === null ? null : new Date(wrapUpUntil);
      await database.$executeRaw`
        INSERT INTO "AgentWork" ("tenantId", "supabaseUserId", "idleSince", "wrapUpUntil") VALUES (${tenantId}::uuid, ${supabaseUserId}, ${until ?? new Date(now)}, ${until})
        ON CONFLICT ("tenantId", "supabaseUserId") DO UPDATE
        SET "idleSince" = greatest("AgentWork"."idleSince", excluded."idleSince"), "wrapUpUntil" = greatest("AgentWork"."wrapUpUntil", excluded."wrapUpUntil")`;
    },
    async endWrapUp(tenantId, supabaseUserId, now) {
      const ended = await database.agentWork.updateMany({
        where: { tenantId, supabaseUserId, wrapUpUntil: { gt: new Date(now) } },
        data: { wrapUpUntil: null, idleSince: new Date(now) },
      });
      return ended.count > 0;
    },
  };
}

async function renew(
  database: Transaction,
  tenantId: string,
  { userId: supabaseUserId, deviceId, wantedState, feed, leaseUntil, lastSeenAt }: DeviceRecord,
): Promise<PresenceRenewal | null> {
  const now = new Date(lastSeenAt);
  const [row] = await database.$queryRaw<RenewalRow[]>`
    WITH u AS (
      SELECT "tenantId", "supabaseUserId" FROM "User" WHERE "tenantId" = ${tenantId}::uuid AND "supabaseUserId" = ${supabaseUserId} AND "deactivatedAt" IS NULL
    ), before AS (
      SELECT d.* FROM "AgentDevice" d JOIN u USING ("tenantId", "supabaseUserId")
    ), forgotten AS (
      DELETE FROM "AgentDevice" WHERE "supabaseUserId" = ${supabaseUserId} AND "deviceId" <> ${deviceId} AND "lastSeenAt" < ${new Date(lastSeenAt - deviceRetentionMs)}
    ), renewed AS (
      INSERT INTO "AgentDevice" AS d ("tenantId", "supabaseUserId", "deviceId", "wantedState", "feed", "leaseUntil", "lastSeenAt")
      SELECT "tenantId", "supabaseUserId", ${deviceId}, ${wantedState}, ${feed}, ${new Date(leaseUntil)}, ${now} FROM u
      ON CONFLICT ("supabaseUserId", "deviceId") DO UPDATE
      SET "wantedState" = CASE WHEN d."lastSeenAt" <= excluded."lastSeenAt" THEN excluded."wantedState" ELSE d."wantedState" END,
        "feed" = CASE WHEN d."lastSeenAt" <= excluded."lastSeenAt" THEN excluded."feed" ELSE d."feed" END,
        "leaseUntil" = CASE WHEN d."lastSeenAt" <= excluded."lastSeenAt" THEN excluded."leaseUntil" ELSE d."leaseUntil" END,
        "lastSeenAt" = greatest(d."lastSeenAt", excluded."lastSeenAt")
      RETURNING *
    ), devices AS (
      SELECT * FROM before WHERE "deviceId" <> ${deviceId} UNION ALL SELECT * FROM renewed
    ), d AS (
      SELECT coalesce(bool_or(${deviceHears} AND ${leaseRuns(now)}), false) AS "hears", coalesce(bool_or(${deviceWants} AND ${leaseRuns(now)}), false) AS "wantsCalls",
        ${leaseHeld} AS "leaseHeldUntil", (SELECT coalesce(bool_or(${deviceWants} AND ${leaseRuns(now)}), false) FROM before) AS "wantedCalls"
      FROM devices
    ), appeared AS (
      INSERT INTO "AgentWork" AS w ("tenantId", "supabaseUserId", "idleSince") SELECT "tenantId", "supabaseUserId", ${now} FROM u, d WHERE d."wantsCalls" AND NOT d."wantedCalls"
      ON CONFLICT ("tenantId", "supabaseUserId") DO UPDATE SET "idleSince" = greatest(w."idleSince", excluded."idleSince")
      RETURNING "idleSince"
    )
    SELECT d.*, ${onCall} AS "onCall", ${ringing} AS "ringing", coalesce((SELECT "idleSince" FROM appeared), w."idleSince") AS "idleSince", w."wrapUpUntil",
      (SELECT "leaseUntil" FROM renewed) AS "leaseUntil",
      (SELECT count(*) FROM "CallLog" WHERE "tenantId" = u."tenantId" AND "status" IN ('QUEUED', 'RINGING') AND "requestedCalleeId" IS NULL)::int AS "waiting",
      (SELECT count(*) FROM "Callback" WHERE "tenantId" = u."tenantId" AND "status" = 'open')::int AS "openCallbacks"
    FROM d, u LEFT JOIN "AgentWork" w ON w."tenantId" = u."tenantId" AND w."supabaseUserId" = u."supabaseUserId"`;
  return row
    ? {
        activity: toStanding(row),
        wantedCallsBefore: row.wantedCalls,
        leaseUntil: row.leaseUntil.getTime(),
        waiting: row.waiting,
        openCallbacks: row.openCallbacks,
      }
    : null;
}
