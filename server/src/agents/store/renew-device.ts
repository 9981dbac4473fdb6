import { Prisma, type Transaction } from "@synapse-voice/prisma";
import { toActivity, type ActivityRow } from "./agent-rows.ts";
import {
  anyReachable,
  anyWantsCalls,
  isOnCall,
  isRinging,
  leaseHeldUntil,
  takesQueueCalls,
  wantedCallsUntilReport,
} from "./agent-sql.ts";
import { deviceRetentionMs, type DeviceRecord, type PresenceRenewal } from "./agent-store.ts";

const { sql } = Prisma;

interface RenewalRow extends ActivityRow {
  readonly wantedCallsBefore: boolean;
  readonly leaseUntil: Date;
  readonly waiting: number;
  readonly openCallbacks: number;
}

/** Renews a device's lease and reads what the reply needs, in one statement. */
export async function renewDevice(
  database: Transaction,
  tenantId: string,
  device: DeviceRecord,
): Promise<PresenceRenewal | null> {
  const [row] = await database.$queryRaw<RenewalRow[]>(renewal(tenantId, device));
  return row
    ? {
        activity: toActivity(row),
        wantedCallsBefore: row.wantedCallsBefore,
        leaseUntil: row.leaseUntil.getTime(),
        waiting: row.waiting,
        openCallbacks: row.openCallbacks,
      }
    : null;
}

/** Takes the new value of a column, unless a later report is stored. */
const ifNewer = (column: Prisma.Sql, value = sql`excluded.${column}`): Prisma.Sql => sql`CASE
  WHEN d."lastSeenAt" <= excluded."lastSeenAt" THEN ${value} ELSE d.${column}
END`;

/** Stores the report of a device of the agent "u". */
function upsert({ deviceId, wantedState, feed, leaseUntil, lastSeenAt }: DeviceRecord): Prisma.Sql {
  const wantsCalls = wantedState === "available";
  const isReachable = feed !== "down";
  const end = new Date(leaseUntil);
  return sql`
      INSERT INTO "AgentDevice" AS d (
        "tenantId", "supabaseUserId", "deviceId", "wantedState", "feed", "leaseUntil",
        "wantedCallsUntil", "lastSeenAt"
      )
      SELECT
        "tenantId", "supabaseUserId", ${deviceId}, ${wantedState}, ${feed},
        ${end}, ${isReachable && wantsCalls ? end : null}, ${new Date(lastSeenAt)}
      FROM u
      ON CONFLICT ("supabaseUserId", "deviceId") DO UPDATE
      SET
        "wantedState" = ${ifNewer(sql`"wantedState"`)},
        "feed" = ${ifNewer(sql`"feed"`)},
        "leaseUntil" = ${ifNewer(sql`"leaseUntil"`)},
        "wantedCallsUntil" = ${ifNewer(
          sql`"wantedCallsUntil"`,
          wantsCalls && !isReachable ? wantedCallsUntilReport : undefined,
        )},
        "lastSeenAt" = greatest(d."lastSeenAt", excluded."lastSeenAt")
      RETURNING *`;
}

function renewal(tenantId: string, device: DeviceRecord): Prisma.Sql {
  const { userId, deviceId, lastSeenAt } = device;
  const now = new Date(lastSeenAt);
  return sql`
    WITH u AS (
      SELECT u."tenantId", u."supabaseUserId", ${takesQueueCalls} AS "takes" FROM "User" u
      WHERE
        u."tenantId" = ${tenantId}::uuid
        AND u."supabaseUserId" = ${userId}
        AND u."deactivatedAt" IS NULL
    ), before AS (
      SELECT d.* FROM "AgentDevice" d JOIN u USING ("tenantId", "supabaseUserId")
    ), deleted AS (
      DELETE FROM "AgentDevice"
      WHERE
        "supabaseUserId" = ${userId}
        AND "deviceId" <> ${deviceId}
        AND "lastSeenAt" < ${new Date(lastSeenAt - deviceRetentionMs)}
    ), renewed AS (
      ${upsert(device)}
    ), devices AS (
      SELECT * FROM before WHERE "deviceId" <> ${deviceId}
      UNION ALL
      SELECT * FROM renewed
    ), d AS (
      SELECT
        ${anyReachable(now)} AS "reachable",
        ${anyWantsCalls(now)} AND (SELECT "takes" FROM u) AS "wantsCalls",
        ${leaseHeldUntil} AS "leaseHeldUntil",
        (SELECT ${anyWantsCalls(now)} AND (SELECT "takes" FROM u) FROM before)
          AS "wantedCallsBefore"
      FROM devices
    ), idle AS (
      INSERT INTO "AgentWork" AS w ("tenantId", "supabaseUserId", "idleSince")
      SELECT "tenantId", "supabaseUserId", ${now}
      FROM u, d
      WHERE d."wantsCalls" AND NOT d."wantedCallsBefore"
      ON CONFLICT ("tenantId", "supabaseUserId") DO UPDATE
      SET "idleSince" = greatest(w."idleSince", excluded."idleSince")
      RETURNING "idleSince"
    )
    SELECT
      d.*,
      ${isOnCall} AS "onCall",
      ${isRinging} AS "ringing",
      coalesce((SELECT "idleSince" FROM idle), w."idleSince") AS "idleSince",
      w."wrapUpUntil",
      (SELECT "leaseUntil" FROM renewed) AS "leaseUntil",
      (
        SELECT count(*) FROM "CallLog"
        WHERE
          "tenantId" = u."tenantId"
          AND "status" IN ('QUEUED', 'RINGING')
          AND "requestedCalleeId" IS NULL
      )::int AS "waiting",
      (
        SELECT count(*)
        FROM "Callback" c JOIN "PortalCustomer" p ON p."supabaseUserId" = c."customerId"
        WHERE
          c."tenantId" = u."tenantId" AND c."status" = 'open' AND p."deactivatedAt" IS NULL
      )::int AS "openCallbacks"
    FROM d, u
    LEFT JOIN "AgentWork" w
      ON w."tenantId" = u."tenantId" AND w."supabaseUserId" = u."supabaseUserId"`;
}
