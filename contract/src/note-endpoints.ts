import * as v from "valibot";
import { Instant } from "./call.ts";
import { agents, type Endpoint } from "./endpoint.ts";
import { dispositionIdPattern } from "./setting-values/dispositions.ts";

/** Longest notes of a call, in characters. */
export const maxNotesLength = 10_000;

const notesPath = "/api/voip/calls/:callId/notes";

/** Notes and disposition of a call. A call has one record of them, which all its agents share. */
export const CallNotes = v.object({
  /** Text of several lines, empty if nobody wrote any. Untrusted text. */
  notes: v.string(),
  /** Id of the disposition, which may have been removed from the settings. Null for none. */
  disposition: v.nullable(v.string()),
  /** Label of the disposition, also after its removal. Null without a disposition. */
  dispositionLabel: v.nullable(v.string()),
  /** Rises by one with each change. 0 if nobody has saved anything. */
  version: v.number(),
  updatedAt: v.nullable(Instant),
  updatedBy: v.nullable(v.object({ supabaseUserId: v.string(), name: v.string() })),
  /** The tenant's dispositions, to choose from. */
  dispositions: v.array(v.object({ id: v.string(), label: v.string() })),
});
export type CallNotes = v.InferOutput<typeof CallNotes>;

/** A change of notes, disposition or both. What is left out stays. */
export const CallNotesChange = v.strictObject({
  /** The server removes marks that hide or reorder text. Line breaks stay. */
  notes: v.optional(v.pipe(v.string(), v.maxLength(maxNotesLength))),
  /** Id of one of the tenant's dispositions, or of the call's own. Null for none. */
  disposition: v.optional(v.nullable(v.pipe(v.string(), v.regex(dispositionIdPattern)))),
  /** `version` of the reply on which the change is based. */
  version: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000)),
});
export type CallNotesChange = v.InferOutput<typeof CallNotesChange>;

export const callNotes = {
  method: "GET",
  path: notesPath,
  summary: "Notes and disposition of a call of my tenant",
  who: agents,
  status: 200,
  reply: CallNotes,
} as const satisfies Endpoint;

export const saveCallNotes = {
  method: "PATCH",
  path: notesPath,
  summary:
    "Save notes, disposition or both; what is left out stays. For agents of the call, " +
    "supervisors and admins. If the version has changed, `notes_changed` gives the newer text",
  who: agents,
  body: CallNotesChange,
  status: 200,
  reply: CallNotes,
} as const satisfies Endpoint;
