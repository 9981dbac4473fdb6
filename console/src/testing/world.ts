import {
  availableAgents,
  callHistory,
  findCustomers,
  getSettings,
  listCallbacks,
  me,
  TenantSettings,
  type Agent,
  type Customer,
  type HistoryEntry,
} from "@synapse-voice/contract";
import * as v from "valibot";
import {
  ada,
  aCallView,
  aPresence,
  aSnapshot,
  carl,
  createFakeCallClient,
  createFakeCallMedia,
  grace,
  type FakeCallClient,
} from "@synapse-voice/client/testing";
import type { ClientState } from "@synapse-voice/client";
import type { MediaState, MicrophoneOption } from "@synapse-voice/client/media";
import { createFakeAccounts } from "../shared/accounts/fake-accounts.ts";
import { callbacks, doneCallbacks } from "./callbacks.ts";
import type { Platform } from "../shared/platform/index.ts";
import type { Services } from "../shared/services.ts";

/** Noon of a Friday, server time. */
export const now = new Date(2026, 0, 9, 12, 0, 0).getTime();
const hour = 3_600_000;

export const reachable = aPresence({ leaseUntil: now + 25_000 });

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
export const customers: readonly Customer[] = [
  customer("carl", "Carl", "Customer"),
  customer("dora", "Dora", "Customer"),
  customer("theodora", "Theodora Maria Konstantina", "von Papadopoulou-Wolkenstein-Trostburg"),
  customer("li", "Li", "Wei"),
];

/** One line of Ada's history, so many hours ago. */
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

/** A call client for Ada with a believable team, customers and history. */
export function adasClient(state: Partial<ClientState> = {}): FakeCallClient {
  const client = createFakeCallClient({ presence: reachable, ...state });
  client.setNow(now);
  client.reply(me, {
    supabaseUserId: "ada",
    type: "CRM_USER",
    role: "ADMIN",
    firstName: "Ada",
    lastName: "Agent",
    tenantName: "Acme",
  });
  client.reply(availableAgents, [...agents]);
  client.reply(callHistory, [...history]);
  client.reply(listCallbacks, ({ query }) => [
    ...(query?.status === "done" ? doneCallbacks : callbacks),
  ]);
  client.reply(findCustomers, ({ query }) =>
    customers.filter((one) =>
      `${one.firstName} ${one.lastName} ${one.email}`
        .toLowerCase()
        .includes((query?.query ?? "").toLowerCase()),
    ),
  );
  client.reply(getSettings, v.parse(TenantSettings, { allowedOrigins: ["http://127.0.0.1:5174"] }));
  return client;
}

export const quietPlatform: Platform = {
  kind: "web",
  storage: undefined,
  keepsSession: async () => true,
  deviceId: async () => "device",
  show: () => undefined,
  onTrayChoice: () => () => undefined,
  notificationState: () => "ask",
  askForNotifications: async () => "granted",
};

const demo = {
  password: "synapse-demo",
  people: ["ada", "grace", "gus"]
    .map((name) => ({
      name: `${name.charAt(0).toUpperCase()}${name.slice(1)} Agent`,
      email: `${name}@acme.test`,
    }))
    .concat({ name: "Alex Admin", email: "admin@acme.test" }),
};

/** What the screens stand on, all of it fake. */
export function fakeServices(
  client: FakeCallClient,
  options: {
    signedIn?: boolean;
    media?: Partial<MediaState>;
    microphones?: readonly MicrophoneOption[];
    ringBlocked?: boolean;
    demo?: boolean;
  } = {},
): Services {
  const {
    signedIn = true,
    media = {},
    microphones = [],
    ringBlocked = false,
    demo: withDemo = true,
  } = options;
  return {
    config: {
      apiUrl: "http://api.test",
      supabaseUrl: "http://supabase.test",
      supabaseKey: "key",
      ...(withDemo ? { demo } : {}),
    },
    platform: quietPlatform,
    accounts: createFakeAccounts(
      { "ada@acme.test": "synapse-demo" },
      signedIn ? "ada@acme.test" : null,
    ),
    connect: async () => client,
    media: Object.assign(createFakeCallMedia(media), { options: microphones }),
    ring: {
      start: () => undefined,
      stop: () => undefined,
      isBlocked: () => ringBlocked,
      subscribe: () => () => undefined,
    },
  };
}

export { aCallView, aSnapshot, carl, grace };
