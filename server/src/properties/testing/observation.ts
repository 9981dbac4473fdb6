import type {
  CallEvent,
  CallStatus,
  EndReason,
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
  readonly fromUserId: string;
  readonly fromUserType: "CRM_USER" | "PORTAL_CUSTOMER";
  readonly callerDeviceId: string;
  readonly requestedCalleeId: string | null;
  readonly toUserId: string | null;
  readonly toUserType: "CRM_USER" | "PORTAL_CUSTOMER";
  readonly answeredBy: string | null;
  readonly answeredDeviceId: string | null;
  readonly placedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly endReason: EndReason | null;
  readonly duration: number;
  readonly deadlineAt: string | null;
  readonly callerLeaseUntil: string | null;
  readonly callerSid: string | null;
  readonly calleeSid: string | null;
  readonly callerGoneUntil: string | null;
  readonly calleeGoneUntil: string | null;
  readonly callerHoldAt: string | null;
  readonly calleeHoldAt: string | null;
  readonly wrapUpSeconds: number;
  readonly mediaCheckedAt: string | null;
  readonly roomDeletedAt: string | null;
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

/** All that the database holds of one tenant, at one moment. */
export interface Observation {
  readonly calls: readonly CallRow[];
  readonly offers: readonly OfferRow[];
  readonly connected: readonly { readonly supabaseUserId: string; readonly callId: string }[];
  readonly devices: readonly DeviceRow[];
  readonly work: readonly {
    readonly supabaseUserId: string;
    readonly idleSince: string;
    readonly wrapUpUntil: string | null;
  }[];
  readonly callbacks: readonly CallbackRow[];
  readonly removed: readonly string[];
  readonly settings: Partial<TenantSettings>;
  /** Those after the last observation. */
  readonly events: readonly EventRow[];
  /** Parties and rung people of these calls who are not of the tenant. */
  readonly foreigners: readonly string[];
}

export const nothing: Observation = {
  calls: [],
  offers: [],
  connected: [],
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
  'calls', ${list(`SELECT * FROM "CallLog" WHERE "tenantId" = $1 ORDER BY "placedAt", "id"`)},
  'offers', ${list(`SELECT * FROM "CallOffer" WHERE "tenantId" = $1 ORDER BY "offeredAt", "id"`)},
  'connected', ${list(`SELECT p.* FROM "ConnectedParty" p JOIN "CallLog" c ON c."id" = p."callId" WHERE c."tenantId" = $1`)},
  'devices', ${list(`SELECT * FROM "AgentDevice" WHERE "tenantId" = $1`)},
  'work', ${list(`SELECT * FROM "AgentWork" WHERE "tenantId" = $1`)},
  'callbacks', ${list(`SELECT * FROM "Callback" WHERE "tenantId" = $1 ORDER BY "requestedAt", "id"`)},
  'removed', (SELECT coalesce(json_agg("supabaseUserId"), '[]') FROM "User" WHERE "tenantId" = $1 AND "deactivatedAt" IS NOT NULL),
  'settings', (SELECT "settings" FROM "Tenant" WHERE "id" = $1),
  'events', ${list(`SELECT e."seq"::text, e."supabaseUserId", e."callId", e."version", e."type", e."payload" FROM call_events e JOIN "CallLog" c ON c."id" = e."callId" WHERE c."tenantId" = $1 AND e."seq" > $2 ORDER BY e."seq"`)},
  'foreigners', (SELECT coalesce(json_agg(p."supabaseUserId"), '[]') FROM "Person" p WHERE p."tenantId" <> $1 AND p."supabaseUserId" IN (
    SELECT "fromUserId" FROM "CallLog" WHERE "tenantId" = $1 UNION SELECT "toUserId" FROM "CallLog" WHERE "tenantId" = $1 UNION SELECT "requestedCalleeId" FROM "CallLog" WHERE "tenantId" = $1
    UNION SELECT "personId" FROM "CallOffer" WHERE "tenantId" = $1 UNION SELECT e."supabaseUserId" FROM call_events e JOIN "CallLog" c ON c."id" = e."callId" WHERE c."tenantId" = $1))
) AS seen`;

/**
 * Reads it in one statement, so all of it is of one moment. `since`: number of the last event that
 * was seen.
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
export const ms = (at: string | null): number => (at === null ? Infinity : Date.parse(at));
export const openOffersOf = (seen: Observation, callId: string): readonly OfferRow[] =>
  seen.offers.filter((offer) => offer.callId === callId && offer.outcome === null);
