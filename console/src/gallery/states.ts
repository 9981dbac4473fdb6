import { callHistory, type WantedState } from "@synapse-voice/contract";
import { ApiError, type CallView } from "@synapse-voice/client/signal";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import type { Services } from "../services.ts";
import { aCallView, aSnapshot, adasClient, carl, fakeServices, grace, now, reachable } from "./world.ts";

/** One screen in one state. */
export interface GalleryState {
  readonly services: () => Services;
  readonly path?: string;
  /** The address's fragment: which page, or what a link brought. */
  readonly fragment?: string;
  /** What the agent chose on an earlier visit. */
  readonly wanted?: WantedState;
  /** What is typed into the search before anybody looks. */
  readonly search?: string;
}

const placedAt = new Date(now - 7_000).toISOString();
const answeredAt = now - 247_000;
const longName = { ...carl, supabaseUserId: "theodora", name: "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg" };
const ringing = (change: Partial<CallView> = {}): CallView => aCallView({ call: aSnapshot({ placedAt }), ...change });
const onCall = (change: Partial<CallView> = {}): CallView =>
  aCallView({ call: aSnapshot({ status: "IN_PROGRESS", offer: { id: "offer", outcome: "accepted" }, mediaDeviceId: "device" }), role: "callee", phase: "on-call", here: true, answeredAt, ...change });
const ended = (snapshot: Parameters<typeof aSnapshot>[0], change: Partial<CallView> = {}): CallView => aCallView({ call: aSnapshot(snapshot), phase: "ended", ...change });
const mine = { role: "caller", peer: carl, call: aSnapshot({ caller: { ...grace, supabaseUserId: "ada", name: "Ada Agent" }, callee: carl, offer: null, mediaDeviceId: "device" }), here: true } as const;

const with_ = (client: FakeCallClient, options: Parameters<typeof fakeServices>[1] = {}) => ({ services: () => fakeServices(client, options) });
const connected = { callId: "call-1", status: "connected", microphone: "on", remotePresent: true } as const;
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

/** Every screen and state worth looking at. */
export const galleryStates: Record<string, GalleryState> = {
  "sign-in": with_(adasClient(), { signedIn: false }),
  "sign-in-plain": with_(adasClient(), { signedIn: false, demo: false }),
  "set-password": { ...with_(adasClient()), path: "/set-password", fragment: "#access_token=ada@acme.test&refresh_token=r&type=invite" },
  "set-password-expired": { ...with_(adasClient(), { signedIn: false }), path: "/set-password", fragment: "#error=access_denied&error_code=otp_expired" },
  ready: with_(emptied()),
  history: with_(adasClient()),
  "history-failed": with_(broken()),
  customers: { ...with_(adasClient()), fragment: "#/customers" },
  "no-customers-found": { ...with_(adasClient()), fragment: "#/customers", search: "zzz" },
  team: { ...with_(adasClient()), fragment: "#/team" },
  settings: { ...with_(adasClient()), fragment: "#/settings" },
  away: { ...with_(adasClient({ presence: { ...reachable, state: "away" } })), wanted: "away" },
  incoming: with_(adasClient({ calls: [ringing()] })),
  "incoming-blocked": with_(adasClient({ calls: [ringing()] }), { ringBlocked: true }),
  "incoming-long-name": with_(adasClient({ calls: [ringing({ peer: longName })] })),
  connecting: with_(adasClient({ calls: [ringing({ phase: "answering" })] })),
  "on-call": with_(adasClient({ calls: [onCall()], presence: { ...reachable, state: "on_call" } }), { media: connected }),
  "on-call-muted": with_(adasClient({ calls: [onCall()], muted: true }), { media: { ...connected, remoteMuted: true } }),
  "on-call-long-name": with_(adasClient({ calls: [onCall({ peer: longName })] }), { media: { ...connected, remoteMuted: true } }),
  "on-call-second": with_(adasClient({ calls: [ringing({ call: aSnapshot({ id: "call-2", placedAt }), peer: grace }), onCall()] }), { media: connected }),
  "on-call-elsewhere": with_(adasClient({ calls: [onCall({ here: false })] })),
  reconnecting: with_(adasClient({ calls: [onCall()] }), { media: { ...connected, status: "reconnecting" } }),
  "microphone-refused": with_(adasClient({ calls: [onCall()] }), { media: { ...connected, microphone: "refused" } }),
  "microphone-refused-second": with_(adasClient({ calls: [ringing({ call: aSnapshot({ id: "call-2", placedAt }), peer: grace }), onCall()] }), { media: { ...connected, microphone: "refused" } }),
  "sound-blocked": with_(adasClient({ calls: [onCall()] }), { media: { ...connected, soundBlocked: true } }),
  outgoing: with_(adasClient({ calls: [aCallView({ ...mine, phase: "ringing-out" })] })),
  dialing: with_(adasClient({ dialing: { calleeId: "carl", name: "Carl Customer" } })),
  "ended-missed": with_(adasClient({ calls: [ended({ status: "MISSED", endReason: "ring_timeout", offer: { id: "o", outcome: "missed" } })] })),
  "ended-talked": with_(adasClient({ calls: [ended({ status: "COMPLETED", endReason: "hung_up", endedBy: "carl", duration: 247, offer: { id: "o", outcome: "accepted" } }, { role: "callee" })] })),
  "ended-elsewhere": with_(adasClient({ calls: [ended({ status: "IN_PROGRESS", callee: grace, offer: { id: "o", outcome: "answered_elsewhere" } }, { role: "none" })] })),
  "ended-lost": with_(adasClient({ calls: [ended({ status: "COMPLETED", endReason: "connection_lost", duration: 20, offer: { id: "o", outcome: "accepted" } }, { role: "callee" })] })),
  failed: with_(adasClient({ notice: { code: "media_unavailable" } })),
  offline: with_(adasClient({ connection: "offline", offlineSince: now - 78 * 60_000, presence: reachable && { ...reachable, state: "offline", reachable: false } })),
  degraded: with_(adasClient({ connection: "degraded" })),
};
