import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "../testing/migrated-database.ts";

const at = new Date("2026-03-01T10:00:00.000Z");

describe("call_events, the outbox", () => {
  let db: MigratedDatabase;
  let callId: string;
  let ada: string;
  let carl: string;
  const clients: Client[] = [];
  const connect = async (url: string): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  };
  const event = (supabaseUserId: string) => ({
    supabaseUserId,
    callId,
    version: 1,
    type: "incoming_call",
    payload: { callId, for: supabaseUserId },
    createdAt: at,
  });
  const publish = (...recipients: string[]) =>
    db.database.callEvent.createMany({ data: recipients.map(event) });
  const insert = (client: Client, recipient: string) =>
    client.query(
      `INSERT INTO call_events
         ("supabaseUserId", "callId", "version", "type", "payload", "createdAt")
       VALUES ($1, $2, 1, 'call_updated', '{}', $3)`,
      [recipient, callId, at],
    );

  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await db?.close();
  });
  beforeEach(async () => {
    for (const _step of ["blank", "delete"]) await db.database.callEvent.deleteMany();
    const tenantId = await addTenant(db.database);
    ada = (await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" }))
      .supabaseUserId;
    carl = (await addPerson(db.database, { tenantId, firstName: "Carl", role: null }))
      .supabaseUserId;
    const call = await db.database.callLog.create({
      data: {
        tenantId,
        roomName: randomUUID(),
        status: "RINGING",
        placedAt: at,
        startedAt: at,
        deadlineAt: at,
      },
    });
    callId = call.id;
  });

  it("hands each row to Realtime as a private broadcast to its recipient", async () => {
    await publish(ada, carl);
    const superuser = await connect(db.server.superuserUrl);
    const { rows } = await superuser.query(
      "SELECT topic, event, private, payload FROM realtime.messages WHERE topic = ANY ($1) ORDER BY payload ->> 'for'",
      [[ada, carl].map((id) => `call-events:${id}`)],
    );
    const expected = [ada, carl].toSorted().map((id) => ({
      topic: `call-events:${id}`,
      event: "call",
      private: true,
      payload: expect.objectContaining({ callId, for: id }),
    }));
    expect(rows).toEqual(expected);
  });

  it("wakes whoever listens for the recipient, once the transaction has committed", async () => {
    const listener = await connect(db.url);
    const received: (string | undefined)[] = [];
    listener.on("notification", ({ payload }) => received.push(payload));
    await listener.query("LISTEN call_events");
    await publish(ada);
    await expect.poll(() => received).toEqual([ada]);
  });

  it("shows signed-in people their own rows, and the anonymous none", async () => {
    await publish(ada, carl);
    const owner = await connect(db.server.ownerUrl);
    const seenBy = async (role: string, sub: string | null) => {
      await owner.query(`BEGIN; SET LOCAL ROLE ${role}`);
      await owner.query("SELECT set_config('request.jwt.claims', $1, true)", [
        sub === null ? "" : JSON.stringify({ sub, role }),
      ]);
      try {
        return (
          await owner.query<{ supabaseUserId: string }>('SELECT "supabaseUserId" FROM call_events')
        ).rows.map((row) => row.supabaseUserId);
      } finally {
        await owner.query("ROLLBACK");
      }
    };
    expect(await seenBy("authenticated", ada)).toEqual([ada]);
    expect(await seenBy("authenticated", carl)).toEqual([carl]);
    expect(await seenBy("authenticated", randomUUID())).toEqual([]);
    expect(await seenBy("authenticated", null)).toEqual([]);
    await expect(seenBy("anon", ada)).rejects.toThrow("permission denied");
  });

  it("gives no lower number to a recipient after a higher one could be seen", async () => {
    const [slow, fast] = [await connect(db.url), await connect(db.url)];
    await slow.query("BEGIN");
    await insert(slow, ada);
    let passed = false;
    const second = insert(fast, ada).then(() => void (passed = true));
    await insert(await connect(db.url), carl);
    expect(passed).toBe(false);
    await slow.query("COMMIT");
    await second;
    const seqs = await db.database.callEvent.findMany({
      where: { callId, supabaseUserId: ada },
      orderBy: { seq: "asc" },
    });
    expect(seqs).toHaveLength(2);
  });

  it("takes no number from whoever writes", async () => {
    await db.database.callEvent.create({ data: { ...event(ada), seq: 9_000_000n } });
    const { seq } = await db.database.callEvent.findFirstOrThrow({ where: { callId } });
    expect(seq).toBeLessThan(9_000_000n);
  });

  it("shows the anonymous no row by its key either", async () => {
    await publish(ada);
    const owner = await connect(db.server.ownerUrl);
    await owner.query("BEGIN; SET LOCAL ROLE anon");
    const { rows } = await owner.query("SELECT id FROM call_events");
    await owner.query("ROLLBACK");
    expect(rows).toEqual([]);
  });

  it("is blanked by a deletion, whoever deletes, and gone after the second", async () => {
    for (const url of [db.url, db.server.ownerUrl]) {
      await publish(ada);
      const client = await connect(url);
      const { id, seq } = await db.database.callEvent.findFirstOrThrow({ where: { callId } });
      expect((await client.query("DELETE FROM call_events")).rowCount).toBe(0);
      const [blank, ...others] = await db.database.callEvent.findMany();
      expect(others).toEqual([]);
      expect(blank).toEqual({
        id: expect.not.stringMatching(id),
        seq: expect.any(BigInt),
        supabaseUserId: "",
        callId: null,
        version: 0,
        type: "",
        payload: {},
        createdAt: new Date(0),
      });
      expect(blank!.seq).not.toBe(-seq);
      expect(blank!.seq).toBeLessThan(0n);
      expect((await client.query("DELETE FROM call_events")).rowCount).toBe(1);
    }
  });

  it("outlives its call until it is blanked", async () => {
    await publish(ada);
    const owner = await connect(db.server.ownerUrl);
    await owner.query('DELETE FROM "CallLog" WHERE id = $1', [callId]);
    await owner.query("DELETE FROM call_events");
    expect(await db.database.callEvent.findMany()).toMatchObject([
      { supabaseUserId: "", callId: null, payload: {} },
    ]);
    await owner.query("DELETE FROM call_events");
    expect(await db.database.callEvent.count()).toBe(0);
  });

  it("is written once and never changed", async () => {
    await publish(ada);
    await expect(
      db.database.callEvent.updateMany({ where: { callId }, data: { version: 2 } }),
    ).rejects.toThrow("permission denied");
  });
});
