import type { CallSnapshot, EndReason } from "@synapse-voice/contract";
import type { CallView, Phase } from "@synapse-voice/client";
import { ada, aSnapshot, carl } from "@synapse-voice/client/testing";

/** Carl's own call to nobody in particular, as Carl's panel sees it. */
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

/** Ada calls Carl. */
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

/** Carl talks to Ada since 8:57:53; the fake client's clock says 9:00:00. */
export const onCall = (): CallView =>
  carlsCall(
    "on-call",
    { status: "IN_PROGRESS", callee: ada, answeredAt: "2026-01-01T08:57:53.000Z" },
    { answeredAt: Date.parse("2026-01-01T08:57:53.000Z") },
  );

/** The same call after its end. */
export const endedCall = (
  view: CallView,
  endReason: EndReason,
  call: Partial<CallSnapshot> = {},
): CallView => ({
  ...view,
  phase: "ended",
  call: { ...view.call, status: "FAILED", version: 9, endReason, ...call },
});
