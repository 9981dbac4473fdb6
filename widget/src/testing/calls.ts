import type { CallSnapshot, EndReason } from "@synapse-voice/contract";
import type { CallView, Phase } from "@synapse-voice/client";
import { ada, aSnapshot, carl } from "@synapse-voice/client/testing";

/** Returns Carl's queue call, as Carl's panel sees it. */
export function carlsCall(
  phase: Phase,
  call: Partial<CallSnapshot> = {},
  change: Partial<CallView> = {},
): CallView {
  const snapshot = aSnapshot({
    caller: carl,
    callee: null,
    offer: null,
    mediaDeviceId: "device",
    ...call,
  });
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
}

/** Returns a call from Ada to Carl. */
export const adasCall = (call: Partial<CallSnapshot> = {}): CallView =>
  carlsCall(
    "ringing-in",
    {
      caller: ada,
      callee: carl,
      offer: { id: "offer", outcome: null },
      mediaDeviceId: null,
      ...call,
    },
    { role: "offered", peer: ada, here: false },
  );

/** Returns a call between Carl and Ada since 8:57:53. The fake client's clock is at 9:00:00. */
export const onCall = (): CallView =>
  carlsCall(
    "on-call",
    { status: "IN_PROGRESS", callee: ada, answeredAt: "2026-01-01T08:57:53.000Z" },
    { answeredAt: Date.parse("2026-01-01T08:57:53.000Z") },
  );

/** Returns the same call after its end. */
export const endedCall = (
  view: CallView,
  endReason: EndReason,
  call: Partial<CallSnapshot> = {},
): CallView => ({
  ...view,
  phase: "ended",
  call: { ...view.call, status: "FAILED", version: 9, endReason, ...call },
});
