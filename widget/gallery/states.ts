import type { CallRecording, CallSnapshot, EndReason, SoundTrouble } from "@synapse-voice/contract";
import type { MediaState } from "@synapse-voice/client/media";
import type { CallView, ClientState, Phase } from "@synapse-voice/client";
import { ada, aRecordedCall, aSnapshot, carl } from "@synapse-voice/client/testing";
import type { OwnCallback } from "../src/panel/lazy/callbacks/own-callback.ts";

/** One screen of the gallery: the call client's state, and the steps that lead to the screen. */
export interface GalleryState {
  readonly client?: Partial<ClientState>;
  readonly media?: Partial<MediaState>;
  readonly microphone?: "refused" | "missing" | "insecure";
  /** Names of the buttons to press, in order. */
  readonly press?: readonly string[];
  /** The company is closed. */
  readonly closed?: true;
  /** Nobody is at work. */
  readonly nobody?: true;
  /** Somebody comes back to work after the presses. */
  readonly back?: true;
  /** The customer's request for a call-back. */
  readonly asked?: OwnCallback;
  /** Calls of customers are recorded. */
  readonly recorded?: true;
  /** The server accepts requests for a call-back. */
  readonly callbacks?: true;
  /** The call client's state after the presses. */
  readonly later?: Partial<ClientState>;
}

const placed: Partial<CallSnapshot> = {
  caller: carl,
  callee: null,
  offer: null,
  mediaDeviceId: "device",
};
const view = (
  phase: Phase,
  call: Partial<CallSnapshot>,
  change: Partial<CallView> = {},
): CallView => {
  const snapshot = aSnapshot({ ...placed, ...call });
  return {
    call: snapshot,
    role: "caller",
    peer: snapshot.callee,
    phase,
    here: true,
    held: false,
    heldByPeer: null,
    answeredAt: null,
    ...change,
  };
};
const answered = {
  status: "IN_PROGRESS",
  callee: ada,
  answeredAt: "2026-01-01T08:57:53.000Z",
} as const;
const onCall = view("on-call", answered, { answeredAt: Date.parse(answered.answeredAt) });
const withPeerSound = (peerSound: SoundTrouble): CallView => ({
  ...onCall,
  call: { ...onCall.call, peerSound },
});
const recorded = (call: CallView, change: Partial<CallRecording> = {}): CallView => ({
  ...call,
  call: { ...call.call, recording: aRecordedCall(change) },
});
const recordingWaits = { state: "pending", activeFrom: null } as const;
const asksConsent = { ...recordingWaits, mode: "ask", asksReader: true } as const;
const incoming = view(
  "ringing-in",
  { caller: ada, callee: carl, offer: { id: "offer", outcome: null }, mediaDeviceId: null },
  { role: "offered", peer: ada, here: false },
);
const ringing = view("ringing-out", {});
const direct = view("ringing-out", { callee: ada });
const connected: Partial<MediaState> = {
  callId: "call-1",
  status: "connected",
  microphone: "on",
  remotePresent: true,
};
const open = ["Need help?"];
/** Waiting calls have ids of their own where the panel remembers how a call shows. */
const waiting = (id = "call-1"): CallView => view("queued", { id, status: "QUEUED" });
const second = { position: 2, estimatedWaitSeconds: 170, staffed: true };
const unstaffed = { position: 1, estimatedWaitSeconds: null, staffed: false };
const asked: OwnCallback = {
  topic: "My invoice of December is wrong",
  requestedAt: "2026-01-01T08:12:00.000Z",
  preferredAt: "2026-01-02T14:30:00.000Z",
  claimedBy: { supabaseUserId: ada.supabaseUserId },
};

const talking = (media: Partial<MediaState>, client: Partial<ClientState> = {}): GalleryState => ({
  client: { calls: [onCall], ...client },
  media: { ...connected, ...media },
});
const ended = (
  before: CallView,
  endReason: EndReason,
  call: Partial<CallSnapshot> = {},
): GalleryState => ({
  client: { calls: [before] },
  later: {
    calls: [
      {
        ...before,
        phase: "ended",
        call: { ...before.call, status: "FAILED", version: 9, endReason, ...call },
      },
    ],
  },
});
const refused = (code: string): GalleryState => ({ press: open, client: { notice: { code } } });

/** Every screen of the widget. */
export const states: Readonly<Record<string, GalleryState>> = {
  closed: {},
  home: { press: open },
  "home-asked": { press: open, asked },
  "home-recorded": { press: open, recorded: true },
  "nobody-at-opening": { press: open, nobody: true },
  "nobody-back": { press: open, nobody: true, back: true },
  "nobody-asked": { press: open, nobody: true, asked },
  agents: { press: [...open, "Talk to someone in particular"] },
  connecting: { press: open, later: { dialing: { calleeId: null, name: null } } },
  calling: { client: { calls: [ringing] } },
  "calling-ada": { client: { calls: [direct] } },
  queued: { client: { calls: [view("queued", { status: "QUEUED" })] } },
  "queued-second": {
    client: {
      calls: [view("queued", { status: "QUEUED" })],
      queue: { position: 2, estimatedWaitSeconds: 170 },
    },
  },
  "queued-next": {
    client: {
      calls: [view("queued", { status: "QUEUED" })],
      queue: { position: 1, estimatedWaitSeconds: null },
    },
  },
  "queued-far": {
    client: {
      calls: [view("queued", { status: "QUEUED" })],
      queue: { position: 14, estimatedWaitSeconds: 5_000 },
    },
  },
  "queued-recorded": {
    client: { calls: [recorded(waiting("call-r"), recordingWaits)], queue: second },
  },
  "queued-asks": { client: { calls: [recorded(waiting("call-a"), asksConsent)], queue: second } },
  "incoming-asks": { client: { calls: [recorded(incoming, asksConsent)] } },
  "talking-recorded": talking({}, { calls: [recorded(onCall)] }),
  "talking-asks": talking({}, { calls: [recorded(onCall, asksConsent)] }),
  "talking-agreed": talking({}, { calls: [recorded(onCall, { mode: "ask", agreed: true })] }),
  "queued-nobody": { client: { calls: [waiting()], queue: unstaffed } },
  "queued-bar": { client: { calls: [waiting("bar")], queue: second }, press: ["Minimise"] },
  "queued-nobody-bar": {
    client: { calls: [waiting("bar-of-nobody")], queue: unstaffed },
    press: ["Minimise"],
  },
  "queued-callback": {
    client: { calls: [waiting("form")], queue: second },
    press: ["Ask for a call-back"],
  },
  incoming: { client: { calls: [incoming] } },
  "incoming-callback": { client: { calls: [incoming] }, asked },
  "on-call": talking({}),
  "on-call-muted": talking({}, { muted: true }),
  "on-call-ada-muted": talking({ remoteMuted: true }),
  "on-call-ada-away": talking({ remotePresent: false }),
  "on-call-connecting": talking({ status: "connecting" }),
  "on-call-reconnecting": talking({ status: "reconnecting" }),
  "on-call-sound-blocked": talking({ soundBlocked: true }),
  "on-call-network-blocked": talking({ status: "reconnecting", networkBlocked: true }),
  "on-call-peer-blocked": talking({}, { calls: [withPeerSound("blocked")] }),
  "on-call-unheard": talking({}, { calls: [withPeerSound("unheard")] }),
  "on-hold-music": talking({ heldByPeer: "music" }),
  "on-hold-silence": talking({ heldByPeer: "silence" }),
  "on-call-silent-microphone": talking({ silence: "microphone-silent" }),
  "on-call-microphone-replaced": talking({
    microphoneChange: { type: "replaced", label: "Built-in microphone" },
  }),
  "on-call-no-microphone": talking({ microphone: "refused" }),
  "on-call-long-name": {
    ...talking({}),
    client: {
      calls: [
        {
          ...onCall,
          peer: { ...ada, name: "Maria-Magdalena von Hohenstein-Wolfenbüttel" },
          answeredAt: Date.parse("2026-01-01T07:12:09.000Z"),
        },
      ],
    },
  },
  "ended-hung-up": ended(onCall, "hung_up", { status: "COMPLETED", duration: 127 }),
  "ended-nobody": ended(ringing, "ring_timeout", { status: "MISSED" }),
  "ended-no-agent": ended(view("queued", { status: "QUEUED" }), "no_agent", { status: "MISSED" }),
  "ended-declined": ended(direct, "declined", { status: "DECLINED" }),
  "ended-cancelled": ended(ringing, "cancelled", { status: "CANCELLED" }),
  "ended-lost": ended(onCall, "connection_lost"),
  "ended-blocked": ended(onCall, "media_blocked"),
  "ended-missed": ended(incoming, "cancelled", { status: "CANCELLED" }),
  "nobody-available": refused("no_agent"),
  "closed-hours": refused("closed"),
  "closed-at-opening": { press: open, closed: true },
  callback: { ...refused("no_agent"), press: [...open, "Ask for a call-back"] },
  "callback-offline": {
    press: [...open, "Ask for a call-back"],
    client: { notice: { code: "no_agent" }, connection: "offline" },
  },
  "callback-failed": {
    ...refused("closed"),
    press: [...open, "Ask for a call-back", "Ask for a call-back"],
  },
  "callback-thanks": {
    ...refused("closed"),
    press: [...open, "Ask for a call-back", "Ask for a call-back"],
    callbacks: true,
  },
  "callback-change": { press: [...open, "Change the call-back"], asked },
  unavailable: refused("origin_not_allowed"),
  "no-network": refused("network"),
  elsewhere: { press: open, client: { calls: [{ ...onCall, here: false }] } },
  "microphone-refused": { press: [...open, "Call"], microphone: "refused" },
  "microphone-missing": { press: [...open, "Call"], microphone: "missing" },
  "page-not-secure": { press: [...open, "Call"], microphone: "insecure" },
};
