import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "../testing/migrated-database.ts";

const at = "2026-03-01T10:00:00.000Z";

describe("whoever has the server's own access to the database", () => {
  let db: MigratedDatabase;
  let server: Client;

  beforeAll(async () => {
    db = await startMigratedDatabase();
    server = new Client({ connectionString: db.url });
    await server.connect();
  });
  afterAll(async () => {
    await server?.end();
    await db?.close();
  });

  /** Creates a type in the session's temporary schema. Its check records the user that it ran as. */
  const plant = async (type: string) => {
    await server.query(`
      CREATE FUNCTION pg_temp.spy_${type}() RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE
        users pg_catalog.text := concat_ws(' ', current_setting('spy.users', true), current_user);
      BEGIN
        PERFORM set_config('spy.users', users, false);
        RETURN true;
      END $$;
      CREATE DOMAIN pg_temp.${type} AS pg_catalog.${type} CHECK (pg_temp.spy_${type}())`);
  };

  it("gets nothing of their own run with the owner's rights by the owner's triggers", async () => {
    const tenantId = await addTenant(db.database);
    const ada = (await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" }))
      .supabaseUserId;
    const grace = (await addPerson(db.database, { tenantId, firstName: "Grace", role: "AGENT" }))
      .supabaseUserId;
    const callId = randomUUID();
    for (const type of ["text", "uuid", "jsonb"]) await plant(type);
    await server.query(
      `WITH call AS (
         INSERT INTO "CallLog" (
           "id", "tenantId", "roomName", "status",
           "answeredAt", "placedAt", "startedAt", "deadlineAt")
         VALUES ($1, $2, $3, 'IN_PROGRESS', $6, $6, $6, $6)
       )
       INSERT INTO "call_leg" (
         "callId", "tenantId", "role", "userId", "userType",
         "name", "deviceId", "placedAt", "joinedAt")
       VALUES
         ($1, $2, 'caller', $4, 'CRM_USER', 'Ada', 'd', $6, $6),
         ($1, $2, 'callee', $5, 'CRM_USER', 'Grace', 'd', $6, $6)`,
      [callId, tenantId, randomUUID(), ada, grace, at],
    );
    await server.query(
      `INSERT INTO call_events
         ("supabaseUserId", "callId", "version", "type", "payload", "createdAt")
       VALUES ($1, $2, 1, 'call_updated', '{}', $3)`,
      [ada, callId, at],
    );
    const { rows } = await server.query(
      "SELECT 'a'::text, current_setting('spy.users', true) AS users",
    );
    expect(rows[0].users).toBe("synapse_server");
    const superuser = new Client({ connectionString: db.server.superuserUrl });
    await superuser.connect();
    const messages = await superuser.query("SELECT topic FROM realtime.messages WHERE topic = $1", [
      `call-events:${ada}`,
    ]);
    await superuser.end();
    expect(messages.rows).toHaveLength(1);
  });
});
