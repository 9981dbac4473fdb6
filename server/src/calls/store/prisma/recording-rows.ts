import { RecordingTerms } from "@synapse-voice/contract";
import { Prisma, type RecordingConsent, type RecordingPause } from "@synapse-voice/prisma";
import * as v from "valibot";
import type { Call } from "../../domain/call.ts";
import type { Consent, Pause, Recording } from "../../domain/recording.ts";

/** Rows of a recording as JSON has them. */
type Json<Row> = {
  readonly [Column in keyof Row]: Row[Column] extends Date
    ? string
    : Row[Column] extends Date | null
      ? string | null
      : Row[Column];
};

/** The recording of a call as {@link recordingOfCall} reads it. */
export type RecordingJson = Pick<Recording, "state" | "announcedState" | "mode"> & {
  readonly terms: unknown;
  readonly activeFrom: string | null;
  readonly pauses: readonly Json<RecordingPause>[];
  readonly consents: readonly Json<RecordingConsent>[];
};

/** SQL for the recording of the call `c`, with its pauses and consents; null if there is none. */
export const recordingOfCall = Prisma.sql`
  (
    SELECT jsonb_build_object(
      'state', r."state", 'announcedState', r."announcedState", 'mode', r."mode",
      'terms', r."terms", 'activeFrom', r."activeFrom",
      'pauses', coalesce((
        SELECT jsonb_agg(to_jsonb(p) ORDER BY p."startedAt", p."id") FROM "recording_pause" p
        WHERE p."tenantId" = r."tenantId" AND p."callId" = r."callId"
      ), '[]'::jsonb),
      'consents', coalesce((
        SELECT jsonb_agg(to_jsonb(a) ORDER BY a."givenAt", a."id") FROM "recording_consent" a
        WHERE a."tenantId" = r."tenantId" AND a."callId" = r."callId"
      ), '[]'::jsonb)
    )
    FROM "recording" r WHERE r."callId" = c."id"
  ) AS "recording"`;

/** Stands for terms that another version stored in a form that is unknown here. */
const unknownTerms: RecordingTerms = {
  wordingId: "",
  version: 0,
  maxPauseSeconds: 300,
  autoResume: false,
  noRecordingNoCall: false,
  recordOnHold: false,
};
const StoredTerms = v.fallback(RecordingTerms, unknownTerms);

const ms = (at: string): number => new Date(at).getTime();
const msOrNull = (at: string | null): number | null => (at === null ? null : ms(at));
const dateOrNull = (at: number | null): Date | null => (at === null ? null : new Date(at));

export const fromRecordingJson = (json: RecordingJson): Recording => ({
  state: json.state,
  announcedState: json.announcedState,
  mode: json.mode,
  terms: v.parse(StoredTerms, json.terms),
  activeFrom: msOrNull(json.activeFrom),
  pauses: json.pauses.map(({ id, startedAt, startedById, endedAt, endedById, warnedAt }) => ({
    id,
    startedAt: ms(startedAt),
    startedById,
    endedAt: msOrNull(endedAt),
    endedById,
    warnedAt: msOrNull(warnedAt),
  })),
  consents: json.consents.map(({ id, userId, agreed, wordingId, version, language, givenAt }) => ({
    id,
    userId,
    agreed,
    wordingId,
    version,
    language,
    givenAt: ms(givenAt),
  })),
});

export const toRecordingRow = ({ id, tenantId }: Call, recording: Recording, now: number) => ({
  callId: id,
  tenantId,
  state: recording.state,
  announcedState: recording.announcedState,
  mode: recording.mode,
  terms: recording.terms,
  activeFrom: dateOrNull(recording.activeFrom),
  createdAt: new Date(now),
  updatedAt: new Date(now),
});

export const toPauseRow = ({ id: callId, tenantId }: Call, pause: Pause) =>
  ({
    ...pause,
    callId,
    tenantId,
    startedAt: new Date(pause.startedAt),
    endedAt: dateOrNull(pause.endedAt),
    warnedAt: dateOrNull(pause.warnedAt),
  }) satisfies Prisma.RecordingPauseCreateManyInput;

export const toConsentRow = ({ id: callId, tenantId }: Call, consent: Consent) =>
  ({
    ...consent,
    callId,
    tenantId,
    givenAt: new Date(consent.givenAt),
  }) satisfies Prisma.RecordingConsentCreateManyInput;
