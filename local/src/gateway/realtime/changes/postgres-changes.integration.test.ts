import type {
  RealtimeChannel,
  RealtimePostgresChangesPayload,
  SupabaseClient,
} from "@supabase/supabase-js";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soon } from "../../../testing/soon.ts";
import { startTestGateway, type TestGateway } from "../../../testing/gateway-for-tests.ts";

const longNumber = "12345678901234567890";

type Change = RealtimePostgresChangesPayload<Record<string, unknown>>;

describe("postgres_changes with supabase-js", () => {
  let on: TestGateway;
  let owner: Client;
  let ada: { id: string; client: SupabaseClient };
  let carl: { id: string; client: SupabaseClient };

  beforeAll(async () => {
    on = await startTestGateway();
    owner = new Client({ connectionString: on.db.ownerUrl });
    await owner.connect();
    await owner.query(`
      create table notes (
        id bigint generated always as identity primary key, "ownerId" uuid not null,
        text text, done boolean default false, details jsonb, tags text[],
        at timestamptz default '2026-11-22T10:00:00Z', secret text
      );
      alter table notes enable row level security;
      alter table notes replica identity full;
      revoke all on notes from anon, authenticated;
      grant select (id, "ownerId", text, done, details, tags, at) on notes to authenticated;
      create policy own on notes for select to authenticated
        using ("ownerId" = (select auth.uid()));
      create table board (id int primary key, text text);
      create table closed (id int primary key);
      revoke all on closed from anon, authenticated;
      create table unpublished (id int primary key);
      alter publication supabase_realtime add table notes, board, closed`);
    ada = await on.addPerson("ada@example.test");
    carl = await on.addPerson("carl@example.test");
  });
  afterAll(async () => {
    await owner.end();
    await on.stop();
  });

  type System = { extension: string; status: string; message: string };
  type Subscribed = { channel: RealtimeChannel; changes: Change[]; system: System[] };

  async function subscribed(
    client: SupabaseClient,
    wish: { table: string; event?: string; filter?: string },
    name = "changes",
  ): Promise<Subscribed> {
    const result: Subscribed = { channel: client.channel(name), changes: [], system: [] };
    const states: string[] = [];
    result.channel
      .on(
        "postgres_changes",
        { event: "*", schema: "public", ...wish } as { event: "*"; schema: string },
        (change: Change) => result.changes.push(change),
      )
      .on("system", {}, (message: System) => result.system.push(message))
      .subscribe((state) => states.push(state));
    await expect.poll(() => states, soon).toContain("SUBSCRIBED");
    await expect.poll(() => result.system, soon).toHaveLength(1);
    return result;
  }

  const add = async (person: { id: string }, text: string) =>
    (
      await owner.query<{ id: string }>(
        `insert into notes ("ownerId", text, details, tags, secret)
         values ($1, $2, '{"n": ${longNumber}}', '{a,b}', 'hidden') returning id`,
        [person.id, text],
      )
    ).rows[0]!.id;

  it("tells each person of their own rows only, with values of their types and without columns that may not be read", async () => {
    const [mine, other] = await Promise.all([
      subscribed(ada.client, { table: "notes" }),
      subscribed(carl.client, { table: "notes" }),
    ]);
    expect(mine.system).toMatchObject([
      { extension: "postgres_changes", status: "ok", message: "Subscribed to PostgreSQL" },
    ]);
    const id = Number(await add(ada, "for Ada"));
    await add(carl, "for Carl");
    await expect.poll(() => mine.changes, soon).toHaveLength(1);
    await expect.poll(() => other.changes, soon).toHaveLength(1);
    expect(mine.changes[0]).toEqual({
      schema: "public",
      table: "notes",
      eventType: "INSERT",
      commit_timestamp: expect.stringMatching(/^20\d\d-\d\d-\d\dT/),
      new: {
        id,
        ownerId: ada.id,
        text: "for Ada",
        done: false,
        details: { n: Number(longNumber) },
        tags: ["a", "b"],
        at: "2026-11-22T10:00:00+00:00",
      },
      old: {},
      errors: null,
    });
    expect(other.changes[0]!.new).toMatchObject({ text: "for Carl" });
    await Promise.all([mine.channel.unsubscribe(), other.channel.unsubscribe()]);
  });

  it("tells of updates with the row before, and of deletions with the key alone", async () => {
    const id = Number(await add(ada, "draft"));
    const [mine, other] = await Promise.all([
      subscribed(ada.client, { table: "notes" }),
      subscribed(carl.client, { table: "notes" }),
    ]);
    // A slow gateway may deliver the insert only now.
    const later = ({ changes }: typeof mine) =>
      changes.filter(({ eventType }) => eventType !== "INSERT");
    await owner.query("update notes set text = 'final', done = true where id = $1", [id]);
    await expect
      .poll(() => later(mine), soon)
      .toMatchObject([
        {
          eventType: "UPDATE",
          new: { id, text: "final", done: true },
          old: { id, text: "draft", done: false },
        },
      ]);
    await owner.query("delete from notes where id = $1", [id]);
    await expect
      .poll(() => later(mine)[1], soon)
      .toMatchObject({ eventType: "DELETE", new: {}, old: { id } });
    expect(Object.keys(later(mine)[1]!.old)).toEqual(["id"]);
    // As in a hosted project, policies can't be evaluated for a deleted row, so all subscribers
    // receive its key.
    await expect
      .poll(() => later(other), soon)
      .toMatchObject([{ eventType: "DELETE", old: { id } }]);
    await Promise.all([mine.channel.unsubscribe(), other.channel.unsubscribe()]);
  });

  it("tells every subscriber of a table without policies", async () => {
    const stranger = await subscribed(on.client(), { table: "board" });
    await owner.query("insert into board values (1, 'all'); delete from board where id = 1");
    await expect
      .poll(() => stranger.changes, soon)
      .toMatchObject([
        { eventType: "INSERT", new: { id: 1, text: "all" } },
        { eventType: "DELETE", old: { id: 1 } },
      ]);
    await stranger.channel.unsubscribe();
  });

  it("tells who may not read the table that they may not", async () => {
    const mine = await subscribed(ada.client, { table: "closed" });
    await owner.query("insert into closed values (1)");
    await expect
      .poll(() => mine.changes, soon)
      .toMatchObject([{ eventType: "INSERT", new: {}, errors: ["Error 401: Unauthorized"] }]);
    expect(mine.changes[0]!.commit_timestamp).toBeNull();
    // As in a hosted project, rights are not checked for a deletion either.
    await owner.query("delete from closed");
    await expect
      .poll(() => mine.changes[1], soon)
      .toMatchObject({ eventType: "DELETE", old: {}, errors: null });
    await mine.channel.unsubscribe();
  });

  it("lets nobody filter by a column that they may not read", async () => {
    const [hidden, foreign, unknown] = await Promise.all([
      subscribed(ada.client, { table: "notes", filter: "secret=eq.hidden" }, "hidden"),
      subscribed(on.client(), { table: "notes", filter: "id=eq.1" }, "foreign"),
      subscribed(ada.client, { table: "notes", filter: "nothing=eq.1" }, "unknown"),
    ]);
    for (const [{ system }, column] of [
      [hidden, "secret"],
      [foreign, "id"],
      [unknown, "nothing"],
    ] as const)
      expect(system).toMatchObject([
        {
          status: "error",
          message: expect.stringMatching(new RegExp(`invalid column for filter ${column}$`, "u")),
        },
      ]);
    await Promise.all([hidden, foreign, unknown].map(({ channel }) => channel.unsubscribe()));
  });

  it("shows deletions to whoever's filter matches the row before", async () => {
    await add(ada, "for Ada");
    const [matching, other] = await Promise.all([
      subscribed(carl.client, { table: "notes", filter: `ownerId=eq.${ada.id}` }, "matching"),
      subscribed(carl.client, { table: "notes", filter: `ownerId=eq.${carl.id}` }, "other"),
    ]);
    await owner.query(`delete from notes where text = 'for Ada'`);
    await add(carl, "for Carl");
    await expect.poll(() => other.changes, soon).toMatchObject([{ eventType: "INSERT" }]);
    expect(new Set(matching.changes.map(({ eventType }) => eventType))).toEqual(
      new Set(["DELETE"]),
    );
    await Promise.all([matching.channel.unsubscribe(), other.channel.unsubscribe()]);
  });

  it("filters by event and by columns", async () => {
    const [inserts, some] = await Promise.all([
      subscribed(ada.client, { table: "board", event: "INSERT" }, "inserts"),
      subscribed(
        ada.client,
        { table: "board", filter: 'text=in.(red,"light, blue"),id=gt.10' },
        "some",
      ),
    ]);
    await owner.query(
      "insert into board values (11, 'red'), (12, 'green'), (3, 'red'), (13, 'light, blue'); update board set text = 'red' where id = 12",
    );
    await expect.poll(() => inserts.changes, soon).toHaveLength(4);
    await expect
      .poll(
        () => some.changes.map((change) => [change.eventType, (change.new as { id: number }).id]),
        soon,
      )
      .toEqual([
        ["INSERT", 11],
        ["INSERT", 13],
        ["UPDATE", 12],
      ]);
    await Promise.all([inserts.channel.unsubscribe(), some.channel.unsubscribe()]);
  });

  it("says so when a table is not published or a filter makes no sense", async () => {
    const unpublished = await subscribed(ada.client, { table: "unpublished" });
    expect(unpublished.system[0]).toMatchObject({
      extension: "postgres_changes",
      status: "error",
      message: expect.stringContaining("Please check Realtime is enabled"),
    });
    const nonsense = await subscribed(
      ada.client,
      { table: "board", filter: "text~red" },
      "nonsense",
    );
    expect(nonsense.system[0]).toMatchObject({
      status: "error",
      message: "Error parsing filter: text~red",
    });
    await Promise.all([unpublished.channel.unsubscribe(), nonsense.channel.unsubscribe()]);
  });

  it("misses no row that is committed while many are", async () => {
    const mine = await subscribed(ada.client, { table: "notes" });
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const writer = new Client({ connectionString: on.db.ownerUrl });
        await writer.connect();
        for (let n = 0; n < 50; n += 1)
          await writer.query(`insert into notes ("ownerId", text) values ($1, 'many')`, [ada.id]);
        await writer.end();
      }),
    );
    await expect.poll(() => mine.changes.length, soon).toBe(200);
    await mine.channel.unsubscribe();
  });
});
