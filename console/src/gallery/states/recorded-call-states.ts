import type { CallRecording } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";
import { aRecordedCall } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { now, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { callOnHold, connected, longName, onCall, ownCall, ringing } from "./sample-calls.ts";

/** Lets a call have a recording. */
export const recorded = (view: CallView, change: Partial<CallRecording> = {}): CallView => ({
  ...view,
  call: { ...view.call, recording: aRecordedCall(change) },
});

const during = (change: Partial<CallRecording>, ...others: CallView[]): GalleryState =>
  stateOf(
    adasClient({
      calls: [recorded(onCall(), change), ...others],
      presence: { ...reachable, state: "on_call" },
    }),
    { media: connected },
  );
const waiting = { state: "pending", activeFrom: null } as const;
const paused = { state: "paused", pausedSince: new Date(now - 72_000).toISOString() } as const;

/** Calls that are recorded, as the agent sees them. */
export const recordedCallStates: Record<string, GalleryState> = {
  "recorded-ringing": stateOf(adasClient({ calls: [recorded(ringing(), waiting)] })),
  "recorded-calling": stateOf(
    adasClient({
      calls: [recorded(ringing({ ...ownCall, phase: "ringing-out" }), { ...waiting, mode: "ask" })],
    }),
  ),
  "recorded-on": during({}),
  "recorded-paused": during(paused, callOnHold("dora", "Dora Customer")),
  "recorded-overdue": during({ ...paused, isPauseOverdue: true }),
  "recorded-not-started": during({ ...waiting, mode: "agent" }),
  "recorded-waiting": stateOf(
    adasClient({ calls: [recorded(onCall({ peer: longName }), { ...waiting, mode: "ask" })] }),
    { media: connected },
  ),
  "recorded-refused": during({ state: "refused", mode: "ask", activeFrom: null }),
  "recorded-failed": during({ state: "failed" }),
  "recorded-asks-agent": during({ ...waiting, mode: "ask", asksReader: true }),
};
