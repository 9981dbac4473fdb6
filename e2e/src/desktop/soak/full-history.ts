import type { Client } from "pg";

/** Number of calls that the console lists. */
const listedCalls = 100;

/**
 * Copies the last call into the hours before it, until the console's history is full. Then a list
 * that grows up to there can't be taken for a leak.
 */
export async function fillHistory(database: Client): Promise<void> {
  await database.query(
    `WITH last AS (SELECT id FROM "CallLog" ORDER BY "placedAt" DESC LIMIT 1),
          copies AS MATERIALIZED (
            SELECT gen_random_uuid() AS id, hour * interval '1 hour' AS age
            FROM generate_series(1, $1) AS hour),
          calls AS (
            INSERT INTO "CallLog"
            SELECT (jsonb_populate_record(call, jsonb_build_object(
              'id', copies.id, 'roomName', 'copy-' || copies.id, 'roomDeletedAt', now(),
              'placedAt', call."placedAt" - copies.age))).*
            FROM "CallLog" call JOIN last ON call.id = last.id, copies)
     INSERT INTO "call_leg"
     SELECT (jsonb_populate_record(leg, jsonb_build_object(
       'id', gen_random_uuid(), 'callId', copies.id,
       'placedAt', leg."placedAt" - copies.age))).*
     FROM "call_leg" leg JOIN last ON leg."callId" = last.id, copies`,
    [listedCalls],
  );
}
