import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestPostgres, type TestDatabase } from "../testing/postgres-for-tests.ts";
import { prepareDatabase } from "./prepare-database.ts";

describe("a prepared database", () => {
  let db: TestDatabase;
  let owner: Client;

  beforeAll(async () => {
    db = await startTestPostgres();
    owner = new Client({ connectionString: db.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await db.drop();
  });

  it("gives migrations a role with the attributes of a hosted project's postgres", async () => {
    const { rows } = await owner.query(
      "select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = current_user",
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolcreaterole: true,
        rolcreatedb: true,
        rolbypassrls: true,
        rolreplication: true,
      },
    ]);
  });

  it("may be prepared again", async () => {
    await expect(prepareDatabase(db.superuserUrl)).resolves.toBeUndefined();
  });

  it("lets migrations write policies on realtime.messages", async () => {
    await owner.query(
      "create policy listen on realtime.messages for select to authenticated using (realtime.topic() = 'call-events:' || (select auth.uid()))",
    );
    const { rows } = await owner.query(
      "select policyname from pg_policies where schemaname = 'realtime' and tablename = 'messages'",
    );
    expect(rows).toEqual([{ policyname: "listen" }]);
  });

  it("lets migrations publish their tables", async () => {
    await owner.query(
      "create table published (id int primary key); alter table published replica identity full; alter publication supabase_realtime add table published",
    );
    const { rows } = await owner.query(
      "select tablename from pg_publication_tables where pubname = 'supabase_realtime'",
    );
    expect(rows).toEqual([{ tablename: "published" }]);
  });

  it("lets migrations make roles that log in", async () => {
    await owner.query(
      "create role migrated_role login password 'secret'; grant select on published to migrated_role",
    );
    const client = new Client({ connectionString: db.url("migrated_role", "secret") });
    await client.connect();
    expect((await client.query("select * from published")).rows).toEqual([]);
    await client.end();
    await owner.query("revoke select on published from migrated_role; drop role migrated_role");
  });

  it("opens what migrations make in public to the API roles, until they revoke it", async () => {
    await owner.query("create table open_by_default (id int)");
    const { rows } = await owner.query(
      "select has_table_privilege('anon', 'open_by_default', 'select') as open",
    );
    expect(rows).toEqual([{ open: true }]);
  });

  it("keeps migrations out of schemas that the service owns", async () => {
    await expect(owner.query("create table realtime.mine (id int)")).rejects.toThrow(
      "permission denied for schema realtime",
    );
    await expect(owner.query("create table auth.mine (id int)")).rejects.toThrow(
      "permission denied for schema auth",
    );
  });

  it("sends from a trigger whose function the owner made", async () => {
    await owner.query(`
      create table outbox (recipient text);
      create function send_call() returns trigger
      language plpgsql security definer set search_path = '' as $$
      begin
        perform realtime.send('{"n": 1}'::jsonb, 'call', 'call-events:' || new.recipient, true);
        return new;
      end $$;
      create trigger send_call after insert on outbox for each row execute function send_call();
      insert into outbox values ('ada');`);
    const { rows } = await owner.query(
      "select topic, event, private, payload ->> 'id' = id::text as has_id from realtime.messages",
    );
    expect(rows).toEqual([
      { topic: "call-events:ada", event: "call", private: true, has_id: true },
    ]);
  });

  it("drops what an API role may not send, without an error", async () => {
    await owner.query(
      "begin; delete from realtime.messages; set local role authenticated; select realtime.send('{}'::jsonb, 'x', 'y', true); commit",
    );
    const { rows } = await owner.query("select count(*)::int from realtime.messages");
    expect(rows).toEqual([{ count: 0 }]);
  });
});
