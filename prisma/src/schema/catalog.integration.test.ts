import { startTestPostgres, type TestDatabase } from "@synapse-voice/local/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "../migrate/migrate.ts";

interface Row {
  readonly [column: string]: unknown;
}

describe("the catalog after the migrations, applied as a non-superuser", () => {
  let db: TestDatabase;
  let owner: Client;
  const rows = async (sql: string): Promise<Row[]> => (await owner.query<Row>(sql)).rows;

  beforeAll(async () => {
    db = await startTestPostgres();
    await migrate({ url: db.ownerUrl, runtimePassword: "runtime-password" });
    owner = new Client({ connectionString: db.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner?.end();
    await db?.drop();
  });

  it("was made by a role that is no superuser", async () => {
    expect(await rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).toEqual([
      { rolsuper: false },
    ]);
    expect(
      await rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"),
    ).toEqual([{ tableowner: "postgres" }]);
  });

  it("has row level security on every table of schema public", async () => {
    const tables = await rows(
      `SELECT relname, relrowsecurity FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    expect(tables.length).toBeGreaterThan(12);
    expect(tables.filter((table) => table.relrowsecurity !== true)).toEqual([]);
  });

  it("grants anon and authenticated nothing but SELECT on call_events to the signed-in, and its key to anon", async () => {
    const tables = `
      SELECT grantee.rolname AS grantee, c.relname, a.privilege_type
      FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
      LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
      WHERE c.relnamespace = 'public'::regnamespace
        AND (a.grantee = 0 OR grantee.rolname IN ('anon', 'authenticated'))`;
    expect(await rows(tables)).toEqual([
      { grantee: "authenticated", relname: "call_events", privilege_type: "SELECT" },
    ]);
    // Without the key, Realtime tells anon of each row that it can't read. No policy shows one.
    const columns = `
      SELECT c.relname, t.attname, a.grantee::regrole::text AS grantee, a.privilege_type
      FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN aclexplode(t.attacl) a
      WHERE c.relnamespace = 'public'::regnamespace`;
    expect(await rows(columns)).toEqual([
      { relname: "call_events", attname: "id", grantee: "anon", privilege_type: "SELECT" },
    ]);
    const functions = `
      SELECT p.proname FROM pg_proc p
      CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      LEFT JOIN pg_roles grantee ON grantee.oid = a.grantee
      WHERE p.pronamespace = 'public'::regnamespace
        AND (a.grantee = 0 OR grantee.rolname IN ('anon', 'authenticated'))`;
    expect(await rows(functions)).toEqual([]);
  });

  it("shows phone numbers to the server, and to none of those whom Supabase lets in", async () => {
    const readers = `
      SELECT r.rolname, t.name
      FROM pg_roles r CROSS JOIN (VALUES ('User'), ('PortalCustomer')) t (name)
      WHERE r.rolname IN ('anon', 'authenticated', 'synapse_server')
        AND has_column_privilege(r.oid, format('public.%I', t.name), 'phone', 'SELECT')
      ORDER BY t.name`;
    expect(await rows(readers)).toEqual([
      { rolname: "synapse_server", name: "PortalCustomer" },
      { rolname: "synapse_server", name: "User" },
    ]);
  });

  it("gives signed-in people one policy: their own events", async () => {
    const policies = `
      SELECT tablename, policyname, cmd FROM pg_policies
      WHERE schemaname = 'public' AND roles && '{public,anon,authenticated}'`;
    expect(await rows(policies)).toEqual([
      { tablename: "call_events", policyname: "own_events", cmd: "SELECT" },
    ]);
  });

  it("lets people listen on realtime.messages and nobody send", async () => {
    const policies = `
      SELECT policyname, cmd, roles::text FROM pg_policies
      WHERE schemaname = 'realtime' AND tablename = 'messages'`;
    expect(await rows(policies)).toEqual([
      { policyname: "synapse_voice_own_call_events", cmd: "SELECT", roles: "{authenticated}" },
    ]);
  });

  it("runs the server as a role without any special right", async () => {
    const role = await rows(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
       FROM pg_roles WHERE rolname = 'synapse_server'`,
    );
    expect(role).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolcanlogin: true,
      },
    ]);
    expect(
      await rows(
        `SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
         WHERE m.member = 'synapse_server'::regrole`,
      ),
    ).toEqual([]);
    expect(
      await rows("SELECT relname FROM pg_class WHERE relowner = 'synapse_server'::regrole"),
    ).toEqual([]);
  });

  it("lets that role write only as the rules of tables allow", async () => {
    const privileges = `
      SELECT c.relname, string_agg(a.privilege_type, ',' ORDER BY a.privilege_type) AS may
      FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
      WHERE a.grantee = 'synapse_server'::regrole
        AND (c.relname IN ('call_events', 'call_leg', 'call_notes', 'CallLog', '_prisma_migrations')
          OR c.relname LIKE 'record%' OR c.relname = 'integration_event')
      GROUP BY c.relname ORDER BY c.relname`;
    expect(await rows(privileges)).toEqual([
      { relname: "CallLog", may: "INSERT,SELECT,UPDATE" },
      { relname: "call_events", may: "DELETE,INSERT,SELECT" },
      { relname: "call_leg", may: "INSERT,SELECT,UPDATE" },
      { relname: "call_notes", may: "DELETE,INSERT,SELECT,UPDATE" },
      { relname: "integration_event", may: "DELETE,INSERT,SELECT" },
      { relname: "recorder_process", may: "DELETE,INSERT,SELECT,UPDATE" },
      { relname: "recording", may: "DELETE,INSERT,SELECT,UPDATE" },
      { relname: "recording_access", may: "INSERT,SELECT" },
      { relname: "recording_consent", may: "INSERT,SELECT" },
      { relname: "recording_pause", may: "INSERT,SELECT,UPDATE" },
    ]);
  });

  it("publishes call_events, and only it, with whole rows", async () => {
    expect(
      await rows(
        "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = 'supabase_realtime'",
      ),
    ).toEqual([{ schemaname: "public", tablename: "call_events" }]);
    expect(await rows("SELECT relreplident FROM pg_class WHERE relname = 'call_events'")).toEqual([
      { relreplident: "f" },
    ]);
  });

  it("publishes events by a function of the owner that cannot be led astray by a search path", async () => {
    const functions = `
      SELECT t.tgname, p.prosecdef AS definer, r.rolname AS owner, p.proconfig
      FROM pg_trigger t
      JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_roles r ON r.oid = p.proowner
      WHERE t.tgrelid = 'call_events'::regclass AND NOT t.tgisinternal ORDER BY t.tgname`;
    const definer = { definer: true, owner: "postgres", proconfig: ['search_path="", pg_temp'] };
    expect(await rows(functions)).toEqual([
      { tgname: "call_events_blank", ...definer },
      { tgname: "call_events_number", ...definer },
      { tgname: "call_events_publish", ...definer },
    ]);
    expect(
      await rows(
        `SELECT proname FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace
           AND NOT coalesce('search_path="", pg_temp' = ANY (proconfig), false)`,
      ),
    ).toEqual([]);
  });
});
