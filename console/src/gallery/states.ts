import {
  callHistory,
  claimCallback,
  getSettings,
  listCallbacks,
  TenantSettings,
  type WantedState,
} from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError, type CallView, type ClientState } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import type { Services } from "../shared/services.ts";
import {
  aCallView,
  aSnapshot,
  adasClient,
  carl,
  fakeServices,
  grace,
  now,
  reachable,
} from "../testing/world.ts";

/** One screen in one state. */
export interface GalleryState {
  readonly services: () => Services;
  /** Changes the state of its client. */
  readonly set: (change: Partial<ClientState>) => void;
  readonly path?: string;
  /** The address's fragment: which page, or what a link brought. */
  readonly fragment?: string;
  /** What the agent chose on an earlier visit. */
  readonly wanted?: WantedState;
  /** What is typed into the search before anybody looks. */
  readonly search?: string;
  /** The button that is pressed first. */
  readonly press?: string;
  /** What is scrolled into view, by its label. */
  readonly scrollTo?: string;
  /** What happens to the state a moment later. */
  readonly change?: Partial<ClientState>;
}

const placedAt = new Date(now - 7_000).toISOString();
const answeredAt = now - 247_000;
const longName = {
  ...carl,
  supabaseUserId: "theodora",
  name: "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg",
};
const ringing = (change: Partial<CallView> = {}): CallView =>
  aCallView({ call: aSnapshot({ placedAt }), ...change });
const onCall = (change: Partial<CallView> = {}): CallView =>
  aCallView({
    call: aSnapshot({
      status: "IN_PROGRESS",
      offer: { id: "offer", outcome: "accepted" },
      mediaDeviceId: "device",
    }),
    role: "callee",
    phase: "on-call",
    here: true,
    answeredAt,
    ...change,
  });
const ended = (
  snapshot: Parameters<typeof aSnapshot>[0],
  change: Partial<CallView> = {},
): CallView => aCallView({ call: aSnapshot(snapshot), phase: "ended", ...change });
const mine = {
  role: "caller",
  peer: carl,
  call: aSnapshot({
    caller: { ...grace, supabaseUserId: "ada", name: "Ada Agent" },
    callee: carl,
    offer: null,
    mediaDeviceId: "device",
  }),
  here: true,
} as const;

const waiting = (change: Partial<CallView> = {}): CallView =>
  ringing({ call: aSnapshot({ id: "call-2", placedAt, caller: grace }), peer: grace, ...change });
const heldWith = (id: string, name: string, change: Partial<CallView> = {}): CallView => {
  const view = onCall();
  return {
    ...view,
    call: { ...view.call, id, heldSince: new Date(now - 83_000).toISOString() },
    peer: { ...carl, supabaseUserId: id, name },
    held: true,
    ...change,
  };
};
const wrapUp = { ...reachable, state: "wrap_up", wrapUpUntil: now + 42_000 } as const;

const with_ = (client: FakeCallClient, options: Parameters<typeof fakeServices>[1] = {}) => ({
  services: () => fakeServices(client, options),
  set: (change: Partial<ClientState>) => client.set(change),
});
const connected = {
  callId: "call-1",
  status: "connected",
  microphone: "on",
  remotePresent: true,
} as const;
const emptied = (): FakeCallClient => {
  const client = adasClient();
  client.reply(callHistory, []);
  return client;
};
const broken = (): FakeCallClient => {
  const client = adasClient();
  client.reply(callHistory, new ApiError("database_unavailable", 503));
  return client;
};

/** Where the microphone or the sound of a call does not work as it should. */
const soundStates: Record<string, GalleryState> = Object.fromEntries(
  (["microphone-silent", "they-cannot-hear-us", "no-sound-from-them"] as const).map((silence) => [
    silence,
    with_(adasClient({ calls: [onCall()] }), { media: { ...connected, silence } }),
  ]),
);

const microphones = [
  "Default - Headset (Jabra Evolve2 65)",
  "Headset (Jabra Evolve2 65)",
  "Built-in microphone of a laptop with a name that goes on for long",
].map((label, index) => ({ id: label, label, current: index === 2 }));
const chooseStates: Record<string, GalleryState> = {
  "microphone-choose": {
    ...with_(adasClient({ calls: [onCall()] }), {
      media: { ...connected, silence: "microphone-silent" },
      microphones,
    }),
    press: "Choose another",
  },
};

/** Second calls, calls on hold, and the work after them. */
const deskStates: Record<string, GalleryState> = {
  "second-call": with_(
    adasClient({
      calls: [waiting(), onCall()],
      presence: { ...reachable, state: "on_call", waiting: 2 },
    }),
    { media: connected },
  ),
  "second-call-long-names": with_(
    adasClient({
      calls: [
        waiting({ peer: longName }),
        onCall({ peer: { ...longName, supabaseUserId: "other" } }),
      ],
    }),
    { media: connected },
  ),
  "second-call-microphone-refused": with_(adasClient({ calls: [waiting(), onCall()] }), {
    media: { ...connected, microphone: "refused" },
  }),
  held: {
    ...with_(adasClient({ calls: [onCall()] }), { media: connected }),
    change: { calls: [onCall({ held: true })] },
  },
  "held-beside-a-call": with_(
    adasClient({ calls: [onCall({ peer: grace }), heldWith("h1", "Carl Customer")] }),
    { media: connected },
  ),
  "held-many": {
    ...with_(
      adasClient({
        calls: [onCall({ peer: grace }), heldWith("h1", "Carl Customer", { held: false })],
      }),
      { media: connected },
    ),
    change: {
      calls: [
        onCall({ peer: grace }),
        heldWith("h1", "Carl Customer"),
        heldWith("h2", longName.name),
        heldWith("h3", "Dora Customer", { here: false }),
        heldWith("h4", "Li Wei", { heldByPeer: "music" }),
      ],
    },
  },
  "held-while-calling": with_(
    adasClient({
      calls: [
        aCallView({
          ...mine,
          call: { ...mine.call, id: "call-2", callee: grace },
          peer: grace,
          phase: "ringing-out",
        }),
        heldWith("h1", "Carl Customer"),
      ],
    }),
  ),
  "held-placed": with_(
    adasClient({ calls: [heldWith("h1", "Carl Customer", { role: "caller" })] }),
    { media: connected },
  ),
  "held-by-peer": with_(adasClient({ calls: [onCall({ peer: grace, heldByPeer: "music" })] }), {
    media: { ...connected, remoteMuted: true },
  }),
  "wrap-up": with_(adasClient({ presence: { ...wrapUp, waiting: 2, openCallbacks: 3 } })),
  "wrap-up-then-away": { ...with_(adasClient({ presence: wrapUp })), wanted: "away" },
  queue: with_(adasClient({ presence: { ...reachable, waiting: 12, openCallbacks: 120 } })),
};

const without = (list: "callbacks" | "failed"): FakeCallClient => {
  const client = adasClient();
  client.reply(listCallbacks, list === "failed" ? new ApiError("database_unavailable", 503) : []);
  return client;
};
const faster = (): FakeCallClient => {
  const client = adasClient();
  client.reply(
    claimCallback,
    new ApiError("claimed_elsewhere", 409, {
      title: "",
      status: 409,
      code: "claimed_elsewhere",
      answeredBy: "Grace Agent",
    }),
  );
  return client;
};
const callbackStates: Record<string, GalleryState> = {
  callbacks: {
    ...with_(adasClient({ presence: { ...reachable, openCallbacks: 3 } })),
    fragment: "#/callbacks",
  },
  "callbacks-done": { ...with_(adasClient()), fragment: "#/callbacks", press: "Done" },
  "callbacks-long-topic": { ...with_(adasClient()), fragment: "#/callbacks", press: "Show all" },
  "callbacks-claimed-elsewhere": { ...with_(faster()), fragment: "#/callbacks", press: "Claim" },
  "callbacks-none": { ...with_(without("callbacks")), fragment: "#/callbacks" },
  "callbacks-failed": { ...with_(without("failed")), fragment: "#/callbacks" },
};

const hours = {
  timeZone: "Europe/Berlin",
  spans: [1, 2, 3, 4, 5].flatMap((day) =>
    day === 1
      ? [
          { day, from: "09:00", to: "12:00" },
          { day, from: "13:00", to: "17:00" },
        ]
      : [{ day, from: "09:00", to: "17:00" }],
  ),
};
const withHours = (change: Partial<TenantSettings> = {}): FakeCallClient => {
  const client = adasClient();
  client.reply(getSettings, {
    ...v.parse(TenantSettings, { businessHours: hours, wrapUpSeconds: 60 }),
    ...change,
  });
  return client;
};
const settingsStates: Record<string, GalleryState> = {
  settings: { ...with_(adasClient()), fragment: "#/settings" },
  "settings-hours": {
    ...with_(withHours()),
    fragment: "#/settings",
    scrollTo: "Take calls to the team in business hours only",
  },
  "settings-wrong": {
    ...with_(
      withHours({ offerTimeoutSeconds: 61, businessHours: { ...hours, timeZone: "Mars/Olympus" } }),
    ),
    fragment: "#/settings",
    press: "Save",
  },
};

/** Every screen and state worth looking at. */
export const galleryStates: Record<string, GalleryState> = {
  "sign-in": with_(adasClient(), { signedIn: false }),
  "sign-in-plain": with_(adasClient(), { signedIn: false, demo: false }),
  "set-password": {
    ...with_(adasClient()),
    path: "/set-password",
    fragment: "#access_token=ada@acme.test&refresh_token=r&type=invite",
  },
  "set-password-expired": {
    ...with_(adasClient(), { signedIn: false }),
    path: "/set-password",
    fragment: "#error=access_denied&error_code=otp_expired",
  },
  ready: with_(emptied()),
  history: with_(adasClient()),
  "history-failed": with_(broken()),
  customers: { ...with_(adasClient()), fragment: "#/customers" },
  "no-customers-found": { ...with_(adasClient()), fragment: "#/customers", search: "zzz" },
  team: { ...with_(adasClient()), fragment: "#/team" },
  ...settingsStates,
  ...callbackStates,
  ...deskStates,
  ...soundStates,
  ...chooseStates,
  away: { ...with_(adasClient({ presence: { ...reachable, state: "away" } })), wanted: "away" },
  incoming: with_(adasClient({ calls: [ringing()] })),
  "incoming-blocked": with_(adasClient({ calls: [ringing()] }), { ringBlocked: true }),
  "incoming-long-name": with_(adasClient({ calls: [ringing({ peer: longName })] })),
  connecting: with_(adasClient({ calls: [ringing({ phase: "answering" })] })),
  "on-call": with_(
    adasClient({ calls: [onCall()], presence: { ...reachable, state: "on_call" } }),
    { media: connected },
  ),
  "on-call-muted": with_(adasClient({ calls: [onCall()], muted: true }), {
    media: { ...connected, remoteMuted: true },
  }),
  "on-call-long-name": with_(adasClient({ calls: [onCall({ peer: longName })] }), {
    media: { ...connected, remoteMuted: true },
  }),
  "on-call-elsewhere": with_(adasClient({ calls: [onCall({ here: false })] })),
  "on-call-elsewhere-long-name": with_(
    adasClient({ calls: [onCall({ here: false, peer: longName })] }),
  ),
  "on-call-elsewhere-connecting": {
    ...with_(
      Object.assign(adasClient({ calls: [onCall({ here: false })] }), {
        moveToDevice: () => new Promise<void>(() => {}),
      }),
    ),
    press: "Continue here",
  },
  "on-call-elsewhere-failed": with_(
    adasClient({
      calls: [onCall({ here: false })],
      notice: { code: "database_unavailable", callId: "call-1" },
    }),
  ),
  "outgoing-elsewhere": with_(
    adasClient({ calls: [aCallView({ ...mine, phase: "ringing-out", here: false })] }),
  ),
  reconnecting: with_(adasClient({ calls: [onCall()] }), {
    media: { ...connected, status: "reconnecting" },
  }),
  "microphone-refused": with_(adasClient({ calls: [onCall()] }), {
    media: { ...connected, microphone: "refused" },
  }),
  "sound-blocked": with_(adasClient({ calls: [onCall()] }), {
    media: { ...connected, soundBlocked: true },
  }),
  outgoing: with_(adasClient({ calls: [aCallView({ ...mine, phase: "ringing-out" })] })),
  dialing: with_(adasClient({ dialing: { calleeId: "carl", name: "Carl Customer" } })),
  "ended-missed": with_(
    adasClient({
      calls: [
        ended({
          status: "MISSED",
          endReason: "ring_timeout",
          offer: { id: "o", outcome: "missed" },
        }),
      ],
    }),
  ),
  "ended-talked": with_(
    adasClient({
      calls: [
        ended(
          {
            status: "COMPLETED",
            endReason: "hung_up",
            endedBy: "carl",
            duration: 247,
            offer: { id: "o", outcome: "accepted" },
          },
          { role: "callee" },
        ),
      ],
    }),
  ),
  "ended-elsewhere": with_(
    adasClient({
      calls: [
        ended(
          {
            status: "IN_PROGRESS",
            callee: grace,
            offer: { id: "o", outcome: "answered_elsewhere" },
          },
          { role: "none" },
        ),
      ],
    }),
  ),
  "ended-lost": with_(
    adasClient({
      calls: [
        ended(
          {
            status: "COMPLETED",
            endReason: "connection_lost",
            duration: 20,
            offer: { id: "o", outcome: "accepted" },
          },
          { role: "callee" },
        ),
      ],
    }),
  ),
  failed: with_(adasClient({ notice: { code: "media_unavailable" } })),
  offline: with_(
    adasClient({
      connection: "offline",
      offlineSince: now - 78 * 60_000,
      presence: reachable && { ...reachable, state: "offline", reachable: false },
    }),
  ),
  degraded: with_(adasClient({ connection: "degraded" })),
};
