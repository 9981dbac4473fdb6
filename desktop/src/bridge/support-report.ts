import * as v from "valibot";

const Label = v.pipe(v.string(), v.maxLength(200));
const Measure = v.nullable(v.pipe(v.number(), v.finite()));

/** A microphone or a speaker, by its label alone. */
const AudioDevice = v.strictObject({ kind: v.picklist(["input", "output"]), label: Label });

/** Result of an attempt to reach the media server in one way. */
const MediaWayResult = v.strictObject({
  way: v.picklist(["udp", "tcp", "tls"]),
  /** `not-offered`: the media server has no such way. */
  outcome: v.picklist(["connected", "not-offered", "failed"]),
  /** Time in ms until the connection was there, or the attempt had failed. */
  ms: Measure,
  /** The connection that came about, or the reason why none did. */
  detail: Label,
});

/** Statistics of a call's connection. */
const CallNetwork = v.strictObject({
  /** Time of the last measurement, as ISO 8601. */
  at: Label,
  samples: v.number(),
  transport: Label,
  roundTripMs: Measure,
  maxRoundTripMs: Measure,
  jitterMs: Measure,
  maxJitterMs: Measure,
  /** Share of the packets that were lost, from 0 to 1. */
  lossIn: Measure,
  lossOut: Measure,
});

/** The part of a support report that only a page can give. */
export const PageReport = v.strictObject({
  devices: v.pipe(v.array(AudioDevice), v.maxLength(50)),
  microphonePermission: Label,
  media: v.pipe(v.array(MediaWayResult), v.maxLength(3)),
  lastCall: v.nullable(CallNetwork),
});
export type PageReport = v.InferOutput<typeof PageReport>;

/** Id of a request of the main process for a {@link PageReport}. */
export const ReportId = v.pipe(v.string(), v.uuid());

/** Outcome of a support report that the person asked for. */
export const ReportOutcome = v.picklist(["saved", "cancelled", "failed"]);
export type ReportOutcome = v.InferOutput<typeof ReportOutcome>;
