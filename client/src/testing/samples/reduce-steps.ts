import type { CallSnapshot } from "@synapse-voice/contract";
import { reduce } from "../../state/reduce.ts";
import { initialStoreState, type Input, type StoreState } from "../../state/store-state.ts";
import { aSnapshot } from "./samples.ts";

/** State of a new client of Ada on "device". */
export const start = initialStoreState("ada", "device");
/** An input; `at` is monotonic ms, and `now` follows from it by default. */
export type Step = Input & { readonly at: number; readonly now?: number };
/** Server time in ms at monotonic time 0. */
export const begin = Date.parse("2026-01-01T09:00:00.000Z");
/** Computes the state after some steps. */
export const after = (steps: Step[], from: StoreState = start): StoreState =>
  steps.reduce((state, step) => reduce(state, { now: begin + step.at, ...step }), from);
/** Makes the step in which a snapshot arrives. */
export const snapshot = (call: CallSnapshot, at = 0): Step => ({
  type: "snapshots",
  calls: [call],
  at,
});
/** Makes the step in which a full reply arrives. */
export const live = (calls: CallSnapshot[], requestedAt: number, at = requestedAt): Step => ({
  type: "snapshots",
  calls,
  requestedAt,
  at,
});
/** A call from Carl that rings for Ada. */
export const ringing = aSnapshot({ version: 1 });
/** The same call after Ada answered it on "device". */
export const answered = aSnapshot({
  version: 2,
  status: "IN_PROGRESS",
  answeredAt: "2026-01-01T09:00:05.000Z",
  offer: { id: "offer-1", outcome: "accepted" },
  mediaDeviceId: "device",
});
/** The same call after Ada or Carl hung up. */
export const ended = aSnapshot({
  ...answered,
  version: 3,
  status: "COMPLETED",
  endReason: "hung_up",
  endedAt: "2026-01-01T09:01:05.000Z",
  duration: 60,
});
