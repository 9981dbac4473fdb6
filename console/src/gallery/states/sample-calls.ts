import type { CallView } from "@synapse-voice/client";
import { aCallView, aSnapshot, carl, grace } from "@synapse-voice/client/testing";
import { now, reachable } from "../../testing/samples.ts";

const placedAt = new Date(now - 7_000).toISOString();
const answeredAt = now - 247_000;
/** A customer with a very long name. */
export const longName = {
  ...carl,
  supabaseUserId: "theodora",
  name: "Theodora Maria Konstantina von Papadopoulou-Wolkenstein-Trostburg",
};
/** A call that rings. */
export const ringing = (change: Partial<CallView> = {}): CallView =>
  aCallView({ call: aSnapshot({ placedAt }), ...change });
/** An active call, answered 247 s ago on this device. */
export const onCall = (change: Partial<CallView> = {}): CallView =>
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
/** A call that ended. */
export const ended = (
  snapshot: Parameters<typeof aSnapshot>[0],
  change: Partial<CallView> = {},
): CallView => aCallView({ call: aSnapshot(snapshot), phase: "ended", ...change });
/** Fields of a call that Ada has placed. */
export const ownCall = {
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

/** A second call, from Grace. */
export const secondCall = (change: Partial<CallView> = {}): CallView =>
  ringing({ call: aSnapshot({ id: "call-2", placedAt, caller: grace }), peer: grace, ...change });
/** A call that Ada put on hold 83 s ago, with a person of this name. */
export const callOnHold = (id: string, name: string, change: Partial<CallView> = {}): CallView => {
  const view = onCall();
  return {
    ...view,
    call: { ...view.call, id, heldSince: new Date(now - 83_000).toISOString() },
    peer: { ...carl, supabaseUserId: id, name },
    held: true,
    ...change,
  };
};
/** Presence during wrap-up, with 42 s left. */
export const wrapUp = { ...reachable, state: "wrap_up", wrapUpUntil: now + 42_000 } as const;
/** Media of a call that is connected and works. */
export const connected = {
  callId: "call-1",
  status: "connected",
  microphone: "on",
  remotePresent: true,
} as const;
/** The change of a state by which a notice comes, when a test makes it. */
export const noticeLater = {
  change: { notice: { code: "database_unavailable", callId: "call-1" } },
  changeLater: true,
} as const;
