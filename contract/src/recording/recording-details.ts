import * as v from "valibot";
import { PersonType } from "../call.ts";
import { Instant } from "../call-parts/instant.ts";
import { RecordingMode, RecordingState } from "../call-parts/call-recording.ts";

/**
 * Side of a recording's stereo file. `left` is the customer and `right` every agent of the call,
 * mixed. Between two agents, `left` is the caller.
 */
export const RecordingSide = v.picklist(["left", "right"]);
export type RecordingSide = v.InferOutput<typeof RecordingSide>;

/** A part of a recording, in seconds since its `startedAt`. */
const spanEntries = { from: v.number(), to: v.number() };

/** A part that is missing though it was expected. In the file it is silence. */
export const RecordingGap = v.object({
  side: v.picklist(["left", "right", "both"]),
  ...spanEntries,
  /** Such as `lost`: no recorder was there, or its open segment was lost. */
  reason: v.string(),
});

/** A part in which one person spoke. */
export const RecordingSpeaker = v.object({
  supabaseUserId: v.string(),
  side: RecordingSide,
  ...spanEntries,
});

/** The terms of a recording, as they were when the call was placed. */
export const RecordingTerms = v.object({
  wordingId: v.string(),
  /** Version of the wording. */
  version: v.number(),
  /** Seconds after which a pause that nobody ended is overdue. */
  maxPauseSeconds: v.number(),
  /** True if the server ends an overdue pause. */
  autoResume: v.boolean(),
  noRecordingNoCall: v.boolean(),
  /** False if nothing is recorded while a party has the other on hold. Music never is. */
  recordOnHold: v.boolean(),
});
export type RecordingTerms = v.InferOutput<typeof RecordingTerms>;

/** All that the recorder knows of a finished file but its sound. It is stored with the recording. */
export const RecordingMetadata = v.object({
  durationSeconds: v.number(),
  speakers: v.array(RecordingSpeaker),
  gaps: v.array(RecordingGap),
  pauses: v.array(v.object(spanEntries)),
  holds: v.array(v.object(spanEntries)),
});
export type RecordingMetadata = v.InferOutput<typeof RecordingMetadata>;

/** One side of a recording: its people, and how much of it there is. */
export const RecordingLane = v.object({
  people: v.array(v.object({ supabaseUserId: v.string(), type: PersonType, name: v.string() })),
  /** Null until the file is finished. */
  recordedSeconds: v.nullable(v.number()),
  spoken: v.array(v.object({ supabaseUserId: v.string(), ...spanEntries })),
});
export type RecordingLane = v.InferOutput<typeof RecordingLane>;

/** A party's answer to the question for consent. */
export const RecordingConsent = v.object({
  agreed: v.boolean(),
  at: Instant,
  by: v.object({ supabaseUserId: v.string(), name: v.string() }),
  wordingId: v.string(),
  version: v.number(),
  /** Language of the text that the party read, as a BCP 47 tag. */
  language: v.string(),
});

/** All about the recording of a call but its sound. Seconds count from `startedAt`. */
export const RecordingDetails = v.object({
  state: RecordingState,
  mode: RecordingMode,
  /** Time at which the file starts; null before. */
  startedAt: v.nullable(Instant),
  endedAt: v.nullable(Instant),
  left: RecordingLane,
  right: RecordingLane,
  /** Length of the file without pauses and holds. Null until it is finished, as all seconds. */
  expectedSeconds: v.nullable(v.number()),
  /** The same without gaps, of the side that has more of them. */
  recordedSeconds: v.nullable(v.number()),
  /** Length of the file. */
  durationSeconds: v.nullable(v.number()),
  gaps: v.array(RecordingGap),
  /** `to` is null in a pause that goes on. */
  pauses: v.array(v.object({ from: v.number(), to: v.nullable(v.number()) })),
  holds: v.array(v.object(spanEntries)),
  /** The last answer; null if nobody gave one. */
  consent: v.nullable(RecordingConsent),
  /** Reason why the recording failed; else null. */
  failure: v.nullable(v.string()),
  /** Time at which the sound is deleted by the tenant's settings; null if they keep it. */
  retainUntil: v.nullable(Instant),
  /** True if an admin protects the recording from deletion. */
  legalHold: v.boolean(),
  /** Time at which sound and key were deleted; null while they exist. */
  deletedAt: v.nullable(Instant),
  /** User id of the person who had it deleted. Null if it expired, or if it exists. */
  deletedBy: v.nullable(v.string()),
});
export type RecordingDetails = v.InferOutput<typeof RecordingDetails>;
