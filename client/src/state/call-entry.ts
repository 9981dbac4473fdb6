import { isTerminal, roleIn, type CallSnapshot, type Role } from "@synapse-voice/contract";
import type { Phase } from "./state.ts";
import type { CallEntry, SignalState } from "./store-state.ts";

/** How long the card of an ended call stays, in ms. */
export const endedCardFor = 8_000;

function phaseOf({ answering, leaving, now }: SignalState, call: CallSnapshot, role: Role): Phase {
  if (isTerminal(call.status) || role === "none" || leaving.includes(call.id)) return "ended";
  if (call.status === "IN_PROGRESS") return role === "offered" ? "ended" : "on-call";
  if (role === "caller") return call.status === "QUEUED" ? "queued" : "ringing-out";
  if (role === "callee" || answering.includes(call.id)) return "answering";
  // An offer whose time is over is one that the news of its end was lost of, or that came late.
  return call.status === "QUEUED" || Date.parse(call.ringsUntil ?? "") <= now
    ? "ended"
    : "ringing-in";
}

/** The entry of a call. */
export function heldCall(
  state: SignalState,
  call: CallSnapshot,
  { gone, seenAt, until }: Pick<CallEntry, "gone" | "seenAt" | "until">,
): CallEntry {
  const role = roleIn(call, state.me);
  const phase = gone ? "ended" : phaseOf(state, call, role);
  return {
    call,
    role,
    peer: role === "caller" ? call.callee : call.caller,
    phase,
    here: call.mediaDeviceId === state.deviceId,
    answeredAt: call.answeredAt === null ? null : Date.parse(call.answeredAt),
    held: state.holding[call.id] ?? call.held,
    heldByPeer: call.heldByPeer,
    left: state.leaving.includes(call.id),
    until: phase === "ended" ? (until ?? state.at + endedCardFor) : null,
    gone,
    seenAt,
  };
}
