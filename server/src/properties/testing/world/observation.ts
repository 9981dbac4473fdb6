import type {
  CallEvent,
  CallStatus,
  EndReason,
  LegRole,
  OfferOutcome,
  TenantSettings,
} from "@synapse-voice/contract";
import type { Client } from "pg";

/** A call's row, as the database has it. */
export interface CallRow {
  readonly id: string;
  readonly tenantId: string;
  readonly roomName: string;
  readonly status: CallStatus;
  readonly version: number;
  readonly requestedCalleeId: string | null;
  readonly placedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly endReason: EndReason | null;
  readonly duration: number;
  readonly deadlineAt: string | null;
  readonly wrapUpSeconds: number;
  readonly mediaCheckedAt: string | null;
  readonly roomDeletedAt: string | null;
  readonly legs: readonly LegRow[];
}

export interface LegRow {
  readonly id: string;
  readonly role: LegRole;
  readonly userId: string;
  readonly userType: "CRM_USER" | "PORTAL_CUSTOMER";
  readonly deviceId: string | null;
  readonly leaseUntil: string | null;
  readonly sessionId: string | null;
  readonly rejoinDeadline: string | null;
  readonly soundReport: string | null;
  readonly soundReportedAt: string | null;
  readonly holdSince: string | null;
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
  readonly leftReason: EndReason | null;
}

export interface OfferRow {
  readonly id: string;
  readonly callId: string;
  readonly personId: string;
  readonly personType: "CRM_USER" | "PORTAL_CUSTOMER";
  readonly outcome: OfferOutcome | null;
  readonly deviceId: string | null;
  readonly fromQueue: boolean;
  readonly offeredAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
}

export interface DeviceRow {
  readonly supabaseUserId: string;
  readonly deviceId: string;
  readonly wantedState: string;
  readonly feed: string;
  readonly leaseUntil: string;
  readonly lastSeenAt: string;
}

export interface EventRow {
  readonly seq: string;
  readonly supabaseUserId: string;
  readonly callId: string;
  readonly version: number;
  readonly type: string;
  readonly payload: CallEvent;
}

export interface CallbackRow {
  readonly id: string;
  readonly status: "open" | "claimed" | "done";
  readonly customerId: string;
  readonly claimedById: string | null;
}

/** The rows of one tenant, at one moment. */
export interface Observation {
  readonly calls: readonly CallRow[];
  readonly offers: readonly OfferRow[];
  /** The active legs: people on a call that they do not hold. */
  readonly active: readonly { readonly userId: string; readonly callId: string }[];
  readonly devices: readonly DeviceRow[];
  readonly work: readonly {
    readonly supabaseUserId: string;
    readonly idleSince: string;
    readonly wrapUpUntil: string | null;
  }[];
  readonly callbacks: readonly CallbackRow[];
  readonly removed: readonly string[];
  readonly settings: Partial<TenantSettings>;
  /** Only those after the last observation. */
  readonly events: readonly EventRow[];
  /** Ids of parties, rung people and recipients of other tenants. There must be none. */
  readonly foreigners: readonly string[];
}

export const nothing: Observation = {
  calls: [],
  offers: [],
  active: [],
  devices: [],
  work: [],
  callbacks: [],
  removed: [],
  settings: {},
  events: [],
  foreigners: [],
};

const list = (query: string): string => `(SELECT coalesce(json_agg(x), '[]') FROM (${query}) x)`;

const statement = `SELECT json_build_object(
  'calls', ${list(`
    SELECT c.*, ${list(`
      SELECT l.* FROM "call_leg" l WHERE l."callId" = c."id" ORDER BY l."role", l."id"`)} AS "legs"
    FROM "CallLog" c WHERE c."tenantId" = $1 ORDER BY c."placedAt", c."id"`)},
  'offers', ${list(`SELECT * FROM "CallOffer" WHERE "tenantId" = $1 ORDER BY "offeredAt", "id"`)},
  'active', ${list(`
    SELECT "userId", "callId" FROM "call_leg"
    WHERE "tenantId" = $1
      AND "joinedAt" IS NOT NULL AND "leftAt" IS NULL AND "holdSince" IS NULL`)},
  'devices', ${list(`SELECT * FROM "AgentDevice" WHERE "tenantId" = $1`)},
  'work', ${list(`SELECT * FROM "AgentWork" WHERE "tenantId" = $1`)},
  'callbacks', ${list(`
    SELECT * FROM "Callback" WHERE "tenantId" = $1 ORDER BY "requestedAt", "id"`)},
  'removed', (
    SELECT coalesce(json_agg("supabaseUserId"), '[]') FROM "User"
    WHERE "tenantId" = $1 AND "deactivatedAt" IS NOT NULL),
  'settings', (SELECT "settings" FROM "Tenant" WHERE "id" = $1),
  'events', ${list(`
    SELECT e."seq"::text, e."supabaseUserId", e."callId", e."version", e."type", e."payload"
    FROM call_events e JOIN "CallLog" c ON c."id" = e."callId"
    WHERE c."tenantId" = $1 AND e."seq" > $2 ORDER BY e."seq"`)},
  'foreigners', (
    SELECT coalesce(json_agg(p."supabaseUserId"), '[]') FROM "Person" p
    WHERE p."tenantId" <> $1 AND p."supabaseUserId" IN (
      SELECT l."userId" FROM "call_leg" l JOIN "CallLog" c ON c."id" = l."callId"
      WHERE c."tenantId" = $1
      UNION SELECT "requestedCalleeId" FROM "CallLog" WHERE "tenantId" = $1
      UNION SELECT "personId" FROM "CallOffer" WHERE "tenantId" = $1
      UNION SELECT e."supabaseUserId" FROM call_events e JOIN "CallLog" c ON c."id" = e."callId"
      WHERE c."tenantId" = $1))
) AS seen`;

/**
 * Reads a tenant's rows in one statement, so that all of them are of one moment. `since` is the
 * number of the last event that was read.
 */
export async function observe(
  database: Client,
  tenantId: string,
  since: string,
): Promise<Observation> {
  const { rows } = await database.query<{ seen: Observation }>({
    name: "observe",
    text: statement,
    values: [tenantId, since],
  });
  return rows[0]?.seen ?? nothing;
}

export const isLive = ({ status }: Pick<CallRow, "status">): boolean =>
  status === "QUEUED" || status === "RINGING" || status === "IN_PROGRESS";
export const isWaiting = ({ status }: Pick<CallRow, "status">): boolean =>
  status === "QUEUED" || status === "RINGING";
/** Returns the caller's leg. */
export function callerOf({ id, legs }: CallRow): LegRow {
  const leg = legs.find(({ role }) => role === "caller");
  if (!leg) throw new Error(`call ${id} has no caller`);
  return leg;
}
/** Returns the callee's leg. */
export const calleeOf = ({ legs }: CallRow): LegRow | null =>
  legs.find(({ role }) => role === "callee") ?? null;
/** Returns the leg by which a person takes, or took, part in a call. */
export const ownLegOf = ({ legs }: CallRow, userId: string): LegRow | null =>
  legs.find((leg) => leg.userId === userId && (leg.role === "caller" || leg.joinedAt !== null)) ??
  null;
export const isOnCall = (call: CallRow, userId: string): boolean =>
  isLive(call) && ownLegOf(call, userId) !== null;
export const isPlacedBy = (call: CallRow, userId: string): boolean =>
  callerOf(call).userId === userId;
export const ms = (at: string | null): number => (at === null ? Infinity : Date.parse(at));
export const openOffersOf = (seen: Observation, callId: string): readonly OfferRow[] =>
  seen.offers.filter((offer) => offer.callId === callId && offer.outcome === null);
/** Returns since when a party's network lets no sound through; Infinity if none does that. */
export const blockedSince = ({ legs }: CallRow): number =>
  Math.min(
    ...legs.map(({ soundReport, soundReportedAt }) =>
      soundReport === "blocked" ? ms(soundReportedAt) : Infinity,
    ),
  );
