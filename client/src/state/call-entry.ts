import { isTerminal, roleIn, type CallSnapshot, type Role } from "@synapse-voice/contract";
import type { Phase } from "./state.ts";
import type { CallEntry, StoreState } from "./store-state.ts";

/** Time in ms for which the card of an ended call stays. */
export const endedCardMs = 8_000;

function phaseOf({ answering, hangingUp, now }: StoreState, call: CallSnapshot, role: Role): Phase {
  if (isTerminal(call.status) || role === "none" || hangingUp.includes(call.id)) return "ended";
  if (call.status === "IN_PROGRESS") return role === "offered" ? "ended" : "on-call";
  if (role === "caller") return call.status === "QUEUED" ? "queued" : "ringing-out";
  if (role === "callee" || answering.includes(call.id)) return "answering";
  // An offer whose time is over: the event of its end was lost, or this event arrived late.
  return call.status === "QUEUED" || Date.parse(call.ringsUntil ?? "") <= now
    ? "ended"
    : "ringing-in";
}

/** Makes the entry of a call from its newest snapshot and the state. */
export function toEntry(
  state: StoreState,
  call: CallSnapshot,
  { missing, receivedAt, cardUntil }: Pick<CallEntry, "missing" | "receivedAt" | "cardUntil">,
): CallEntry {
  const role = roleIn(call, state.userId);
  const phase = missing ? "ended" : phaseOf(state, call, role);
  return {
    call,
    role,
    peer: role === "caller" ? call.callee : call.caller,
    phase,
    here: call.mediaDeviceId === state.deviceId,
    answeredAt: call.answeredAt === null ? null : Date.parse(call.answeredAt),
    held: state.pendingHold[call.id] ?? call.held,
    heldByPeer: call.heldByPeer,
    left: state.hangingUp.includes(call.id),
    cardUntil: phase === "ended" ? (cardUntil ?? state.at + endedCardMs) : null,
    missing,
    receivedAt,
  };
}
