import {
  availableAgents,
  callHistory,
  callNotes,
  findCustomers,
  getSettings,
  listCallbacks,
  lookUpPeople,
  me,
  TenantSettings,
  unansweredCalls,
  waitingCalls,
  type FoundPerson,
} from "@synapse-voice/contract";
import * as v from "valibot";
import {
  createFakeCallClient,
  createFakeCallMedia,
  createFakeDevices,
  createFakeEcho,
  type FakeCallClient,
} from "@synapse-voice/client/testing";
import type { ClientState, Devices } from "@synapse-voice/client";
import type { EchoState, MediaState, MicrophoneOption } from "@synapse-voice/client/media";
import { createFakeAccounts } from "../shared/accounts/fake-accounts.ts";
import type { MicrophoneOutlook } from "@synapse-voice/react";
import type { Platform } from "../shared/platform/index.ts";
import type { Services } from "../shared/services.ts";
import { callbacks, doneCallbacks } from "./callbacks.ts";
import { someNotes } from "./notes.ts";
import { adasProfile, agents, customers, history, now, reachable } from "./samples.ts";

/** Makes a fake call client for Ada, with a team, customers and a history. */
export function adasClient(state: Partial<ClientState> = {}): FakeCallClient {
  const client = createFakeCallClient({ presence: reachable, ...state });
  client.setNow(now);
  client.reply(me, adasProfile);
  client.reply(availableAgents, [...agents]);
  client.reply(callHistory, [...history]);
  client.reply(callNotes, someNotes({ dispositions: [] }));
  client.reply(listCallbacks, ({ query }) => [
    ...(query?.status === "done" ? doneCallbacks : callbacks),
  ]);
  client.reply(waitingCalls, []);
  client.reply(unansweredCalls, []);
  client.reply(findCustomers, ({ query }) =>
    customers.filter((one) =>
      `${one.firstName} ${one.lastName} ${one.email}`
        .toLowerCase()
        .includes((query?.query ?? "").toLowerCase()),
    ),
  );
  client.reply(lookUpPeople, ({ query }) => findPeople(query ?? {}));
  client.reply(getSettings, v.parse(TenantSettings, { allowedOrigins: ["http://127.0.0.1:5174"] }));
  return client;
}

/** Finds agents and customers as the server does. */
const findPeople = ({
  supabaseUserId,
  email,
  phone,
}: {
  readonly supabaseUserId?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}): FoundPerson[] =>
  [
    ...agents.map((one) => ({ ...one, type: "CRM_USER" as const, invitedAt: null })),
    ...customers.map((one) => ({ ...one, type: "PORTAL_CUSTOMER" as const, invitedAt: null })),
  ]
    .filter(
      (one) =>
        (supabaseUserId === undefined || one.supabaseUserId === supabaseUserId) &&
        (email === undefined || one.email === email) &&
        (phone === undefined || one.phone === phone),
    )
    .map((one) => ({ ...one, phone: one.phone ?? null }));

/** A platform that shows nothing outside the page. */
export const quietPlatform: Platform = {
  kind: "web",
  main: null,
  persistsSession: async () => true,
  onSessionNotPersisted: () => () => undefined,
  show: () => undefined,
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

/** Makes services that are all fake. */
export function fakeServices(
  client: FakeCallClient,
  options: {
    signedIn?: boolean;
    media?: Partial<MediaState>;
    microphones?: readonly MicrophoneOption[];
    microphone?: MicrophoneOutlook;
    devices?: Devices;
    echo?: EchoState;
    ringBlocked?: boolean;
    demo?: boolean;
  } = {},
): Services {
  const {
    signedIn = true,
    media = {},
    microphones = [],
    microphone = "unknown",
    devices = createFakeDevices(),
    echo,
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
    devices,
    media: Object.assign(createFakeCallMedia(media), {
      options: microphones,
      ...(echo === undefined ? {} : { echo: createFakeEcho(echo) }),
    }),
    microphone: {
      get: () => microphone,
      subscribe: () => () => undefined,
      tryNow: async () => undefined,
    },
    ring: {
      start: () => undefined,
      stop: () => undefined,
      isBlocked: () => ringBlocked,
      subscribe: () => () => undefined,
    },
  };
}
