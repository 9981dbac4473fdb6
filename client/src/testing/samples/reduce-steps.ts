import type { CallSnapshot } from "@synapse-voice/contract";
import { reduce } from "../../state/reduce.ts";
import { initialStoreState, type Input, type StoreState } from "../../state/store-state.ts";
import { aSnapshot } from "./samples.ts";

/** A client of Ada's on "device" that knows of no call yet. */
export const start = initialStoreState("ada", "device");
/** Something that happens to the state, `at` monotonic ms. */
export type Step = Input & { readonly at: number; readonly now?: number };
/** Server time in ms at monotonic time 0. */
export const begin = Date.parse("2026-01-01T09:00:00.000Z");
/** The state after these steps. */
export const after = (steps: Step[], from: StoreState = start): StoreState =>
  steps.reduce((state, step) => reduce(state, { now: begin + step.at, ...step }), from);
/** A snapshot comes in. */
export const snapshot = (call: CallSnapshot, at = 0): Step => ({
  type: "snapshots",
  calls: [call],
  at,
});
/** A full reply comes in. */
export const live = (calls: CallSnapshot[], requestedAt: number, at = requestedAt): Step => ({
  type: "snapshots",
  calls,
  requestedAt,
  at,
});
/** Carl calls Ada. */
export const ringing = aSnapshot({ version: 1 });
/** The same call, answered on "device". */
export const answered = aSnapshot({
  version: 2,
  status: "IN_PROGRESS",
  answeredAt: "2026-01-01T09:00:05.000Z",
  offer: { id: "offer-1", outcome: "accepted" },
  mediaDeviceId: "device",
});
/** The same call a minute later. */
export const ended = aSnapshot({
  ...answered,
  version: 3,
  status: "COMPLETED",
  endReason: "hung_up",
  endedAt: "2026-01-01T09:01:05.000Z",
  duration: 60,
});
