import { randomUUID } from "node:crypto";
import {
  RecordingSettings,
  type RecordingMode,
  type RecordingWordingId,
} from "@synapse-voice/contract";
import * as v from "valibot";
import type { Call } from "../call.ts";
import type { RecordingChange } from "../inputs.ts";
import type { CallParty } from "../leg.ts";
import { directionOf, recordingAtPlacement } from "../recording.ts";
import { transition } from "../transition.ts";
import { accept, after, changed, customer, noon, offerOf, party, placed } from "./example-calls.ts";

export const [carl, ada, grace] = [customer("carl"), party("ada"), party("grace")] as const;

/** Settings in which calls of all directions have one mode. */
export const settings = (mode: RecordingMode | "off", more: object = {}) =>
  v.parse(RecordingSettings, {
    modes: { inbound: mode, outbound: mode, internal: mode },
    ...more,
  });

/** A call of `caller` that rings `callee` and was placed under these settings. */
export const ringing = (
  mode: RecordingMode | "off",
  { caller = carl, callee = ada, more = {} }: Partial<Parties> = {},
): Call =>
  after(
    placed(caller, callee, {
      recording: recordingAtPlacement(
        settings(mode, more),
        directionOf(caller.type, callee.type),
        noon,
      ),
    }),
    offerOf(callee),
  );
interface Parties {
  readonly caller: CallParty;
  readonly callee: CallParty;
  readonly more: object;
}

/** Applies a command on a recording. */
export const record = (call: Call, userId: string, change: RecordingChange, now = noon) =>
  transition(call, { type: "record", by: { userId, deviceId: "desk" }, change }, now);
export const consent = (
  agreed: boolean,
  wordingId: RecordingWordingId = "ask-1",
): RecordingChange => ({
  action: "consent",
  consentId: randomUUID(),
  agreed,
  wordingId,
  language: "en",
});
export const pause = (pauseId: string = randomUUID()): RecordingChange => ({
  action: "pause",
  pauseId,
});
/** Carries out a command, which must change the call. */
export const done = (call: Call, userId: string, change: RecordingChange, now = noon): Call =>
  changed(record(call, userId, change, now)).call;
/** Returns the code of the refusal, else the kind of the outcome. */
export const codeOf = (call: Call, userId: string, change: RecordingChange) => {
  const outcome = record(call, userId, change);
  return outcome.kind === "refused" ? outcome.refusal.code : outcome.kind;
};
/** A call that was answered. */
export const talking = (mode: RecordingMode | "off", parties: Partial<Parties> = {}): Call =>
  after(ringing(mode, parties), accept((parties.callee ?? ada).userId));
/** The call after its end, a minute later. */
export const hungUp = (call: Call): Call =>
  changed(
    transition(call, { type: "hang_up", by: { userId: "ada", deviceId: "desk" } }, noon + 60_000),
  ).call;
export const recordedFrom = (call: Call) => call.recording?.activeFrom ?? null;
/** The call as if a recorder had written this state. */
export const inState = (call: Call, state: "recording" | "paused"): Call => ({
  ...call,
  recording: call.recording && { ...call.recording, state },
});
