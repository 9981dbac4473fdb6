import { isDeepStrictEqual } from "node:util";
import { Prisma } from "@synapse-voice/prisma";
import type { Call } from "../../domain/call.ts";
import type { Recording } from "../../domain/recording.ts";
import { toConsentRow, toPauseRow, toRecordingRow } from "./recording-rows.ts";

const { sql, raw } = Prisma;

const columns = (names: readonly string[]): Prisma.Sql =>
  raw(names.map((name) => `"${name}"`).join(", "));

const pauseColumns = columns(Object.values(Prisma.RecordingPauseScalarFieldEnum));
const consentColumns = columns(Object.values(Prisma.RecordingConsentScalarFieldEnum));

/** SQL of a part that a statement adds to those that write a call in `written`. */
const part = (name: string, statement: Prisma.Sql): Prisma.Sql =>
  sql`, ${raw(name)} AS (${statement})`;

/** Writes the recording of a new call. */
export function insertRecording(call: Call, now: number): Prisma.Sql {
  if (!call.recording) return Prisma.empty;
  const row = toRecordingRow(call, call.recording, now);
  const names = columns(Object.keys(row));
  return part(
    "recorded",
    sql`
      INSERT INTO "recording" (${names})
      SELECT ${names} FROM jsonb_populate_record(NULL::"recording", ${JSON.stringify(row)}::jsonb)
      WHERE EXISTS (SELECT FROM written)`,
  );
}

/** Writes the changes of a call's recording. Most changes of a call change none of it. */
export function saveRecording(before: Call, after: Call, now: number): Prisma.Sql {
  if (!before.recording || before.recording === after.recording) return Prisma.empty;
  if (!after.recording)
    return part(
      "unrecorded",
      sql`
        DELETE FROM "recording"
        WHERE "callId" = ${after.id}::uuid AND "tenantId" = ${after.tenantId}::uuid
          AND EXISTS (SELECT FROM written)`,
    );
  return Prisma.join(
    [
      updateRecording(after, after.recording, now),
      writePauses(after, before.recording, after.recording),
      insertConsents(after, before.recording, after.recording),
    ],
    " ",
  );
}

/**
 * The recorder may have changed the state since it was read. So only a refusal, its end, and the
 * beginning and end of a pause are written.
 */
function updateRecording(call: Call, recording: Recording, now: number): Prisma.Sql {
  const { state, announcedState } = recording;
  const activeFrom = recording.activeFrom === null ? null : new Date(recording.activeFrom);
  const isRefused = state === "refused";
  const isReopened = state === "pending";
  const isPaused = recording.pauses.some(({ endedAt }) => endedAt === null);
  return part(
    "recorded",
    sql`
      UPDATE "recording" r
      SET "activeFrom" = ${activeFrom},
        "announcedState" = ${announcedState}::"RecordingState",
        "updatedAt" = ${new Date(now)},
        "state" = CASE
          WHEN ${isRefused}::boolean OR (r."state" = 'refused' AND ${isReopened}::boolean)
            THEN ${state}::"RecordingState"
          WHEN r."state" = 'recording' AND ${isPaused}::boolean THEN 'paused'
          WHEN r."state" = 'paused' AND NOT ${isPaused}::boolean THEN 'recording'
          ELSE r."state" END
      WHERE r."callId" = ${call.id}::uuid AND r."tenantId" = ${call.tenantId}::uuid
        AND EXISTS (SELECT FROM written)`,
  );
}

function writePauses(call: Call, before: Recording, after: Recording): Prisma.Sql {
  const known = new Map(before.pauses.map((pause) => [pause.id, pause]));
  const changed = after.pauses.filter((pause) => !isDeepStrictEqual(known.get(pause.id), pause));
  if (changed.length === 0) return Prisma.empty;
  const rows = JSON.stringify(changed.map((pause) => toPauseRow(call, pause)));
  return part(
    "pauses",
    sql`
      INSERT INTO "recording_pause" (${pauseColumns})
      SELECT ${pauseColumns}
      FROM jsonb_populate_recordset(NULL::"recording_pause", ${rows}::jsonb)
      WHERE EXISTS (SELECT FROM written)
      ON CONFLICT ("id") DO UPDATE
      SET "endedAt" = excluded."endedAt", "endedById" = excluded."endedById",
        "warnedAt" = excluded."warnedAt"`,
  );
}

function insertConsents(call: Call, before: Recording, after: Recording): Prisma.Sql {
  const added = after.consents.slice(before.consents.length);
  if (added.length === 0) return Prisma.empty;
  const rows = JSON.stringify(added.map((consent) => toConsentRow(call, consent)));
  return part(
    "consents",
    sql`
      INSERT INTO "recording_consent" (${consentColumns})
      SELECT ${consentColumns}
      FROM jsonb_populate_recordset(NULL::"recording_consent", ${rows}::jsonb)
      WHERE EXISTS (SELECT FROM written)`,
  );
}
