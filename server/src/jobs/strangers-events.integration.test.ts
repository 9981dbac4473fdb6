import { randomUUID } from "node:crypto";
import type { SupabaseClient } from "@supabase/supabase-js";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { addTenant } from "@synapse-voice/prisma/testing";
import { createDatabase, migrate, type Database } from "@synapse-voice/prisma";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaSweepStore } from "../calls/store/prisma/prisma-sweep-store.ts";

/** Events arrive over a socket, so tests wait for them. */
const soon = { timeout: 10_000 };
const at = new Date("2026-03-01T10:00:00.000Z");
const later = new Date("2026-03-02T10:00:00.001Z");

const event = {
  version: 7,
  type: "incoming_call",
  payload: { caller: "Carl Customer" },
  createdAt: at,
};
const another: typeof event = {
  version: 3,
  type: "call_ended",
  payload: { caller: "Gina" },
  createdAt: new Date("2026-02-28T09:00:00.000Z"),
};
type EventFields = typeof event & { readonly supabaseUserId: string; readonly callId: string };

/** Returns subscription filters by which a listener could recognise this value of a row. */
function filtersAbout([column, value]: readonly [string, unknown]): string[] {
  const text =
    value instanceof Date
      ? value.toISOString()
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  const quoted = `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
  // The id of a blank row is random, so its place among other ids is chance.
  const orders = column === "id" ? [] : ["gt", "gte", "lt", "lte"];
  return [
    ...["eq", "neq", "isdistinct", "like", ...orders].map(
      (operator) => `${column}=${operator}.${quoted}`,
    ),
    `${column}=in.(${quoted})`,
    `${column}=not.is.null`,
  ];
}

/** A change as supabase-js delivers it. */
interface Change {
  readonly eventType: string;
  readonly old: Record<string, unknown>;
  readonly new: Record<string, unknown>;
  readonly errors: readonly string[] | null;
}

/** A subscription with one filter, and the messages that it has received. */
interface Heard {
  readonly filter: string | null;
  readonly changes: Change[];
}

describe("what strangers hear of call_events by postgres_changes", () => {
  let on: TestGateway;
  let database: Database;
  let ada: { id: string; client: SupabaseClient };
  let mallory: { id: string; client: SupabaseClient };
  let bob: { id: string; client: SupabaseClient };
  let callId: string;
  let otherCallId: string;

  beforeAll(async () => {
    on = await startTestGateway();
    await migrate({ url: on.db.ownerUrl, runtimePassword: "runtime-password" });
    database = createDatabase({ url: on.db.url("synapse_server", "runtime-password") });
    ada = await on.addPerson("ada@acme.test");
    bob = await on.addPerson("bob@acme.test");
    mallory = await on.addPerson("mallory@globex.test");
    callId = await addCall();
    otherCallId = await addCall();
  });
  afterAll(async () => {
    await database?.$disconnect();
    await on?.stop();
  });

  async function addCall(): Promise<string> {
    const { id } = await database.callLog.create({
      data: {
        tenantId: await addTenant(database),
        roomName: randomUUID(),
        status: "RINGING",
        placedAt: at,
        startedAt: at,
        deadlineAt: at,
      },
    });
    return id;
  }

  async function listen(
    client: SupabaseClient,
    filters: readonly (string | null)[] = [null],
  ): Promise<readonly Heard[]> {
    const heard = filters.map((filter): Heard => ({ filter, changes: [] }));
    const channel = client.channel(`stranger-${randomUUID()}`);
    const states: string[] = [];
    for (const { filter, changes } of heard)
      channel.on(
        "postgres_changes",
        {
          event: "*",
          schema: "public",
          table: "call_events",
          ...(filter === null ? {} : { filter }),
        },
        (change) => changes.push(change as unknown as Change),
      );
    channel
      .on("system", {}, ({ status, message }: { status: string; message: string }) =>
        states.push(status === "ok" ? status : message),
      )
      .subscribe();
    await expect.poll(() => states, soon).toEqual(["ok"]);
    return heard;
  }

  const publish = (row: Partial<EventFields>) =>
    database.callEvent.create({ data: { ...event, callId, supabaseUserId: ada.id, ...row } });

  it("tells them of deletions, but nothing that depends on the rows", async () => {
    const rows = [
      await publish({ supabaseUserId: ada.id }),
      await publish({ ...another, supabaseUserId: bob.id, callId: otherCallId }),
    ];
    const columns = await database.$queryRaw<{ column_name: string }[]>`
      SELECT column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = 'call_events'`;
    expect(Object.keys(rows[0]!).toSorted()).toEqual(columns.map((c) => c.column_name).toSorted());
    const filters = rows.flatMap((row) => Object.entries(row).flatMap(filtersAbout));
    const [everything, ...filtered] = await listen(mallory.client, [null, ...filters]);
    await createPrismaSweepStore(database).deleteOlderThan(later.getTime());
    expect(await database.callEvent.count()).toBe(0);
    await publish({ supabaseUserId: mallory.id, createdAt: later });
    await expect.poll(() => everything!.changes, soon).toHaveLength(3);
    const deletions = ({ changes }: Heard) =>
      changes.filter(({ eventType }) => eventType === "DELETE");
    expect(deletions(everything!)).toMatchObject([{ new: {} }, { new: {} }]);
    for (const { old } of deletions(everything!)) {
      expect(Object.keys(old)).toEqual(["id"]);
      expect(rows.map(({ id }) => id)).not.toContain(old["id"]);
    }
    // A filter that hears one row's deletion and not the other's has learned something.
    const telling = filtered.filter((heard) => deletions(heard).length === 1);
    expect(telling.map(({ filter }) => filter)).toEqual([]);
    expect(filtered.flatMap(({ changes }) => changes).map((c) => c.eventType)).not.toContain(
      "UPDATE",
    );
  });

  it("tells nothing to a client that has only the publishable key", async () => {
    const [own] = await listen(ada.client);
    const [anonymous] = await listen(on.client());
    await publish({ supabaseUserId: ada.id });
    await publish({ supabaseUserId: ada.id });
    await expect.poll(() => own!.changes, soon).toHaveLength(2);
    expect(anonymous!.changes).toEqual([]);
  });
});
