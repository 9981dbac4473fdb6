import * as v from "valibot";
import { dispositionIdPattern, maxDispositions } from "./dispositions.ts";

/** Lowest and highest value of each number of the recording's settings, both allowed. */
export const recordingBounds = {
  retentionDays: { min: 1, max: 3650 },
  maxPauseSeconds: { min: 10, max: 3600 },
} as const;

const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Mode of the calls of one direction. `off`: they are not recorded. */
export const RecordingModeSetting = v.picklist(["off", "notice", "ask", "agent"]);
export type RecordingModeSetting = v.InferOutput<typeof RecordingModeSetting>;

const RetentionDays = v.nullable(wholeNumber(recordingBounds.retentionDays));

const modeEntries = {
  /** Calls that customers place. */
  inbound: RecordingModeSetting,
  /** Calls that agents place to customers. */
  outbound: RecordingModeSetting,
  /** Calls between agents. */
  internal: RecordingModeSetting,
};

const listenerEntries = {
  /** `own`: the calls that they were on. */
  agents: v.picklist(["none", "own", "all"]),
  supervisors: v.picklist(["none", "own", "all"]),
  customers: v.picklist(["none", "own"]),
};

const entries = {
  /** Days after the end of a call for which its recording is kept; null for ever. */
  retentionDays: RetentionDays,
  /** Other days for calls with a disposition. */
  retentionByDisposition: v.pipe(
    v.array(
      v.strictObject({
        disposition: v.pipe(v.string(), v.regex(dispositionIdPattern)),
        days: RetentionDays,
      }),
    ),
    v.maxLength(maxDispositions),
  ),
  /** True if calls that should be recorded are refused while no recorder could take them. */
  noRecordingNoCall: v.boolean(),
  /** Seconds after which a pause that nobody ended is overdue. */
  maxPauseSeconds: wholeNumber(recordingBounds.maxPauseSeconds),
  /** True if the server ends an overdue pause. Otherwise the agent only gets a warning. */
  autoResume: v.boolean(),
  /** True if what parties say during a hold is recorded. The music never is. */
  recordOnHold: v.boolean(),
};

const defaultModes = { inbound: "off", outbound: "off", internal: "off" } as const;
const defaultListeners = { agents: "own", supervisors: "all", customers: "none" } as const;
const defaults = {
  retentionDays: 90,
  retentionByDisposition: [],
  noRecordingNoCall: false,
  maxPauseSeconds: 300,
  autoResume: false,
  recordOnHold: false,
} as const;

/** Rules of a tenant for the recording of calls. Admins may hear every recording. */
export const RecordingSettings = v.strictObject({
  modes: v.optional(
    v.strictObject({
      inbound: v.optional(modeEntries.inbound, defaultModes.inbound),
      outbound: v.optional(modeEntries.outbound, defaultModes.outbound),
      internal: v.optional(modeEntries.internal, defaultModes.internal),
    }),
    {},
  ),
  retentionDays: v.optional(entries.retentionDays, defaults.retentionDays),
  retentionByDisposition: v.optional(entries.retentionByDisposition, []),
  noRecordingNoCall: v.optional(entries.noRecordingNoCall, defaults.noRecordingNoCall),
  maxPauseSeconds: v.optional(entries.maxPauseSeconds, defaults.maxPauseSeconds),
  autoResume: v.optional(entries.autoResume, defaults.autoResume),
  recordOnHold: v.optional(entries.recordOnHold, defaults.recordOnHold),
  /** The recordings that people may hear. */
  listeners: v.optional(
    v.strictObject({
      agents: v.optional(listenerEntries.agents, defaultListeners.agents),
      supervisors: v.optional(listenerEntries.supervisors, defaultListeners.supervisors),
      customers: v.optional(listenerEntries.customers, defaultListeners.customers),
    }),
    {},
  ),
});
export type RecordingSettings = v.InferOutput<typeof RecordingSettings>;

/** A change of some of these settings; what is left out stays, also inside `modes`. */
export const RecordingSettingsChange = v.strictObject({
  ...v.partial(v.strictObject(entries)).entries,
  modes: v.optional(v.partial(v.strictObject(modeEntries))),
  listeners: v.optional(v.partial(v.strictObject(listenerEntries))),
});
export type RecordingSettingsChange = v.InferOutput<typeof RecordingSettingsChange>;
