import {
  isTerminal,
  type CallRecording,
  type CallSnapshot,
  type Party,
} from "@synapse-voice/contract";
import type { CallView, PresenceView } from "../../state/state.ts";

/** An agent. */
export const ada: Party = {
  supabaseUserId: "ada",
  type: "CRM_USER",
  name: "Ada Agent",
  verified: true,
};
/** Another agent. */
export const grace: Party = {
  supabaseUserId: "grace",
  type: "CRM_USER",
  name: "Grace Agent",
  verified: true,
};
/** A customer. */
export const carl: Party = {
  supabaseUserId: "carl",
  type: "PORTAL_CUSTOMER",
  name: "Carl Customer",
  verified: true,
};

/** Makes a snapshot of Carl calling Ada, as Ada gets it, with some fields changed. */
export const aSnapshot = (change: Partial<CallSnapshot> = {}): CallSnapshot => ({
  id: "call-1",
  version: 1,
  status: "RINGING",
  endReason: null,
  roomName: "call-carl-ada-1",
  caller: carl,
  callee: ada,
  placedAt: "2026-01-01T09:00:00.000Z",
  answeredAt: null,
  endedAt: isTerminal(change.status ?? "RINGING") ? "2026-01-01T09:10:00.000Z" : null,
  duration: 0,
  endedBy: null,
  offer: { id: "offer-1", outcome: null },
  ringsUntil: "2026-01-01T09:00:30.000Z",
  mediaDeviceId: null,
  held: false,
  heldSince: null,
  heldByPeer: null,
  ...change,
});

/** Makes the same call as Ada's views see it while it rings, with some fields changed. */
export const aCallView = (change: Partial<CallView> = {}): CallView => ({
  call: aSnapshot(),
  role: "offered",
  peer: carl,
  phase: "ringing-in",
  here: false,
  answeredAt: null,
  held: false,
  heldByPeer: null,
  ...change,
});

/** Makes the recording of a call, of which both sides are told, with some fields changed. */
export const aRecordedCall = (change: Partial<CallRecording> = {}): CallRecording => ({
  state: "recording",
  mode: "notice",
  wordingId: "notice-1",
  asksReader: false,
  agreed: null,
  activeFrom: "2026-01-01T09:00:00.000Z",
  pausedSince: null,
  isPauseOverdue: false,
  ...change,
});

/** Makes the presence of a reachable agent, with some fields changed. */
export const aPresence = (change: Partial<PresenceView> = {}): PresenceView => ({
  state: "available",
  leaseUntil: Date.parse("2026-01-01T09:00:25.000Z"),
  reachable: true,
  wrapUpUntil: null,
  waiting: 0,
  openCallbacks: 0,
  ...change,
});
