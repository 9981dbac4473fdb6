import type {
  Agent,
  Customer,
  HistoryEntry,
  ReplyOf,
  TeamMember,
  me,
} from "@synapse-voice/contract";
import { ada, aPresence, carl } from "@synapse-voice/client/testing";

/** Noon of a Friday, in ms of the server's time. */
export const now = new Date(2026, 0, 9, 12, 0, 0).getTime();
const hour = 3_600_000;

/** Presence of an agent whom calls reach. */
export const reachable = aPresence({ leaseUntil: now + 25_000 });

/** Ada, as `GET /api/me` describes her. */
export const adasProfile: ReplyOf<typeof me> = {
  supabaseUserId: "ada",
  type: "CRM_USER",
  role: "ADMIN",
  firstName: "Ada",
  lastName: "Agent",
  tenantName: "Acme",
};

const agent = (
  supabaseUserId: string,
  firstName: string,
  state: Agent["state"],
  isReachable = state !== "offline",
): Agent => ({
  supabaseUserId,
  firstName,
  lastName: "Agent",
  email: `${supabaseUserId}@acme.test`,
  role: "AGENT",
  reachable: isReachable,
  state,
});
/** The team. */
export const agents: readonly Agent[] = [
  agent("ada", "Ada", "available"),
  agent("grace", "Grace", "available"),
  agent("alan", "Alan", "on_call"),
  agent("edith", "Edith", "away"),
  agent("margaret", "Margaret", "wrap_up"),
  agent("kurt", "Kurt", "offline"),
];

const customer = (supabaseUserId: string, firstName: string, lastName: string): Customer => ({
  supabaseUserId,
  firstName,
  lastName,
  email: `${supabaseUserId}@customer.test`,
});
/** Customers of the team. */
export const customers: readonly Customer[] = [
  customer("carl", "Carl", "Customer"),
  customer("dora", "Dora", "Customer"),
  customer("theodora", "Theodora Maria Konstantina", "von Papadopoulou-Wolkenstein-Trostburg"),
  customer("li", "Li", "Wei"),
];

/** Makes an entry of Ada's history, some hours ago. */
export const anEntry = (
  id: string,
  hoursAgo: number,
  change: Partial<HistoryEntry> = {},
): HistoryEntry => {
  const placedAt = new Date(now - hoursAgo * hour).toISOString();
  return {
    id,
    fromUserId: carl.supabaseUserId,
    fromName: carl.name,
    fromUserType: "PORTAL_CUSTOMER",
    toUserId: ada.supabaseUserId,
    toName: ada.name,
    toUserType: "CRM_USER",
    roomName: `call-${id}`,
    placedAt,
    startedAt: placedAt,
    endedAt: placedAt,
    duration: 0,
    status: "COMPLETED",
    endReason: "hung_up",
    ...change,
  };
};
const byAda = {
  fromUserId: "ada",
  fromName: "Ada Agent",
  fromUserType: "CRM_USER",
  toUserId: "dora",
  toName: "Dora Customer",
  toUserType: "PORTAL_CUSTOMER",
} as const;
/** Ada's history. */
export const history: readonly HistoryEntry[] = [
  anEntry("1", 0.4, { duration: 247 }),
  anEntry("2", 1.3, { status: "MISSED", endReason: "ring_timeout" }),
  anEntry("3", 2.2, { ...byAda, duration: 3791 }),
  anEntry("4", 25, { ...byAda, status: "DECLINED", endReason: "declined" }),
  anEntry("5", 27, {
    fromUserId: "theodora",
    fromName: "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg",
    duration: 62,
  }),
  anEntry("6", 70, {
    fromUserId: "grace",
    fromName: "Grace Agent",
    fromUserType: "CRM_USER",
    status: "CANCELLED",
    endReason: "cancelled",
  }),
  anEntry("7", 500, { status: "FAILED", endReason: "media_unavailable" }),
];

const member = (
  supabaseUserId: string,
  firstName: string,
  change: Partial<TeamMember> = {},
): TeamMember => ({
  supabaseUserId,
  firstName,
  lastName: "Agent",
  email: `${supabaseUserId}@acme.test`,
  role: "AGENT",
  takesQueueCalls: change.role === undefined,
  invitedAt: null,
  ...change,
});
/** The team as its admins manage it: Ada is the only admin, and Ivy was only invited. */
export const members: readonly TeamMember[] = [
  member("ada", "Ada", { role: "ADMIN" }),
  member("alan", "Alan"),
  member("edith", "Edith", { role: "SUPERVISOR" }),
  member("grace", "Grace"),
  member("ivy", "Ivy", { lastName: "Invited", invitedAt: "2026-01-08T09:00:00.000Z" }),
];
