import * as v from "valibot";
import { Instant } from "./instant.ts";

/**
 * Rule by which a call is recorded. `notice`: both parties are told. `ask`: the customer must agree
 * first; between two agents, both must. `agent`: an agent of the call starts the recording.
 */
export const RecordingMode = v.picklist(["notice", "ask", "agent"]);
export type RecordingMode = v.InferOutput<typeof RecordingMode>;

/** Direction of a call as the setting has it. `inbound`: the customer placed the call. */
export const CallDirection = v.picklist(["inbound", "outbound", "internal"]);
export type CallDirection = v.InferOutput<typeof CallDirection>;

/**
 * Every state of a recording. `pending` waits for the answer, the consent, the start or a recorder.
 * `finishing` begins with the end of the call. `partial` is a file with gaps. `refused`: a party
 * did not agree. `expired` and `erased` have no sound any more.
 */
export const recordingStates = [
  "pending",
  "recording",
  "paused",
  "finishing",
  "complete",
  "partial",
  "failed",
  "refused",
  "expired",
  "erased",
] as const;
export const RecordingState = v.picklist(recordingStates);
export type RecordingState = v.InferOutput<typeof RecordingState>;

/**
 * Every wording of a notice or a question about a recording. A changed text gets a new id and the
 * next version. Old ones stay, because records of consent name them.
 */
export const recordingWordings = {
  "notice-1": { mode: "notice", version: 1 },
  "ask-1": { mode: "ask", version: 1 },
  "agent-1": { mode: "agent", version: 1 },
} as const satisfies Record<string, { readonly mode: RecordingMode; readonly version: number }>;
/** Id of a wording. User interfaces have the texts for them. */
export const RecordingWordingId = v.picklist(
  Object.keys(recordingWordings) as (keyof typeof recordingWordings)[],
);
export type RecordingWordingId = v.InferOutput<typeof RecordingWordingId>;

/** The wording of new calls, by mode. */
export const currentWordings = {
  notice: "notice-1",
  ask: "ask-1",
  agent: "agent-1",
} as const satisfies Record<RecordingMode, RecordingWordingId>;

/** The recording of a call that is live or just over, for one reader. */
export const CallRecording = v.object({
  /** Clients read an unknown state of a newer server as `recording`. */
  state: v.fallback(RecordingState, "recording"),
  mode: RecordingMode,
  /** Id of the wording that applies to this call, also in a mode that asks nothing. */
  wordingId: v.string(),
  /** True while the recording waits for the reader's answer. `giveRecordingConsent` sends it. */
  asksReader: v.boolean(),
  /** The reader's last answer; null if they gave none. */
  agreed: v.nullable(v.boolean()),
  /** Time from which the call may be recorded, once it is answered. Null: not yet, or never. */
  activeFrom: v.nullable(Instant),
  /** Time since when the recording is paused; null if it is not. */
  pausedSince: v.nullable(Instant),
  /** True if the pause has lasted longer than the tenant allows, and nobody has ended it. */
  isPauseOverdue: v.boolean(),
});
export type CallRecording = v.InferOutput<typeof CallRecording>;

/**
 * Returns the recording of a call; null if the call is not to be recorded, or if a newer server
 * describes it in a form that is unknown here. Small clients have it unchecked until then.
 */
export function recordingOf(call: { readonly recording?: unknown }): CallRecording | null {
  const parsed = v.safeParse(CallRecording, call.recording);
  return parsed.success ? parsed.output : null;
}

/**
 * Beginning of a recorder's identity in a LiveKit room. An identity of a person never begins so:
 * it is a user id, a colon and a device.
 */
export const recorderIdentityPrefix = "recorder:";

/** Channel of PostgreSQL's NOTIFY for changes of recordings and their calls. Payload: the call's id. */
export const recordingChannel = "recording";
