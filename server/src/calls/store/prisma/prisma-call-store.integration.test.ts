import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaCallStore } from "./prisma-call-store.ts";
import { createPrismaSweepStore } from "./prisma-sweep-store.ts";
import { createPrismaTransactions } from "./prisma-transactions.ts";
import { callStoreCases } from "../testing/call-store-cases.ts";
import { accept, after, noon, offerOf, party, placed } from "../../domain/testing/example-calls.ts";

describe("the call store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  const addParty = async (tenantId: string, firstName: string, isCustomer: boolean) => {
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName,
      role: isCustomer ? null : "AGENT",
    });
    return party(supabaseUserId, {
      name: `${firstName} Test`,
      ...(isCustomer ? { type: "PORTAL_CUSTOMER" } : {}),
    });
  };

  callStoreCases(() => ({
    transactions: createPrismaTransactions(db.database),
    reads: (tenantId) => createPrismaCallStore(db.database, tenantId),
    sweepStore: createPrismaSweepStore(db.database),
    addTenant: () => addTenant(db.database),
    addParty,
    async removePerson({ userId, type }) {
      const removal = {
        where: { supabaseUserId: userId },
        data: { deactivatedAt: new Date(noon) },
      };
      await (type === "CRM_USER"
        ? db.database.user.updateMany(removal)
        : db.database.portalCustomer.updateMany(removal));
    },
  }));

  it("does not give a call to a sweeper while another has it", async () => {
    const transactions = createPrismaTransactions(db.database);
    const tenantId = await addTenant(db.database);
    const call = placed(await addParty(tenantId, "Carl", true), null, { tenantId });
    await transactions.inTransaction(tenantId, ({ calls }) => calls.insert(call, [], noon));
    await transactions.inTransaction(tenantId, async ({ calls }) => {
      expect(await calls.tryLock(call.id)).toBe(true);
      expect(
        await transactions.inTransaction(tenantId, (other) => other.calls.tryLock(call.id)),
      ).toBe(false);
    });
  });

  it("makes people who start calls to one another wait for one another", async () => {
    const transactions = createPrismaTransactions(db.database);
    const order: string[] = [];
    await transactions
      .inTransaction("", async ({ calls }) => {
        await calls.lockPeople(["ada", "carl"]);
        const second = transactions.inTransaction("", async (other) => {
          await other.calls.lockPeople(["carl", "grace"]);
          order.push("second");
        });
        await transactions.inTransaction("", (other) => other.calls.lockPeople(["grace"]));
        order.push("first");
        return { second };
      })
      .then(({ second }) => second);
    expect(order).toEqual(["first", "second"]);
  });

  it("lets an answer wait for a start by the same person, and see it", async () => {
    const transactions = createPrismaTransactions(db.database);
    const tenantId = await addTenant(db.database);
    const [carl, ada] = [
      await addParty(tenantId, "Carl", true),
      await addParty(tenantId, "Ada", false),
    ];
    const ringing = {
      ...after(placed(carl, ada, { tenantId, roomName: `answered-${tenantId}` }), offerOf(ada)),
      version: 1,
    };
    await transactions.inTransaction(tenantId, ({ calls }) => calls.insert(ringing, [], noon));
    const answered = after(ringing, accept(ada.userId));
    let isDone = false;
    const answer = await transactions.inTransaction(tenantId, async ({ calls }) => {
      await calls.lockPeople([ada.userId]);
      const engagements = await calls.engagementsOf(ada.userId);
      const saved = transactions.onConnection(tenantId, (other) =>
        other.calls.save(ringing, answered, [], noon, {
          userId: ada.userId,
          engagements,
        }),
      );
      void saved.finally(() => {
        isDone = true;
      });
      await somebodyWaits(db);
      await calls.insert(
        placed(ada, null, { tenantId, roomName: `started-${tenantId}` }),
        [],
        noon,
      );
      expect(isDone).toBe(false);
      return { saved };
    });
    expect(await answer.saved).toBe(false);
  });

  it("runs a unit of work again that met another crosswise, so that both are done", async () => {
    const transactions = createPrismaTransactions(db.database);
    const holding = new Set<string>();
    let release: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => {
      release = resolve;
    });
    let runs = 0;
    const crosswise = (mine: string, theirs: string) =>
      transactions.inTransaction("", async ({ calls }) => {
        runs += 1;
        await calls.lockPeople([mine]);
        if (holding.add(mine).size === 2) release();
        await bothHold;
        await calls.lockPeople([theirs]);
      });
    await Promise.all([crosswise("ada", "grace"), crosswise("grace", "ada")]);
    expect(runs).toBeGreaterThan(2);
  });

  it("forgets events of a busy day too, in parts that a statement has time for", async () => {
    const tenantId = await addTenant(db.database);
    const carl = await addParty(tenantId, "Carl", true);
    const call = placed(carl, null, { tenantId });
    await createPrismaTransactions(db.database).inTransaction(tenantId, ({ calls }) =>
      calls.insert(call, [], noon),
    );
    await db.database.$executeRaw`
      INSERT INTO "call_events"
        ("supabaseUserId", "callId", "version", "type", "payload", "createdAt")
      SELECT ${carl.userId}, ${call.id}::uuid, n, 'call_updated', '{}', ${new Date(noon)}
      FROM generate_series(1, 5001) n`;
    await createPrismaSweepStore(db.database).deleteOlderThan(noon + 1);
    expect(await db.database.callEvent.count({ where: { callId: call.id } })).toBe(0);
  }, 30_000);

  it("forgets call-backs that were done 90 days ago, and no others", async () => {
    const tenantId = await addTenant(db.database);
    const carl = await addParty(tenantId, "Carl", true);
    const ada = await addParty(tenantId, "Ada", false);
    const dayMs = 24 * 3_600_000;
    const add = async (topic: string, doneDaysAgo: number | null) => {
      const requestedAt = new Date(noon - 200 * dayMs);
      await db.database.callback.create({
        data: {
          tenantId,
          customerId: carl.userId,
          customerName: "Carl",
          topic,
          requestedAt,
          ...(doneDaysAgo === null
            ? {}
            : {
                status: "done",
                claimedById: ada.userId,
                claimedByName: "Ada",
                claimedAt: requestedAt,
                doneAt: new Date(noon - doneDaysAgo * dayMs),
              }),
        },
      });
    };
    await add("old", 91);
    await add("recent", 89);
    await add("to do", null);
    await createPrismaSweepStore(db.database).deleteOlderThan(noon);
    const left = await db.database.callback.findMany({
      where: { tenantId },
      orderBy: { topic: "asc" },
    });
    expect(left.map(({ topic }) => topic)).toEqual(["recent", "to do"]);
  });
});

/** Resolves when a statement of this database waits for an advisory lock. */
async function somebodyWaits({ server, database }: MigratedDatabase): Promise<void> {
  const waiting = async () => {
    const rows = await database.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity
      WHERE datname = ${server.database} AND wait_event = 'advisory'`;
    return rows.length;
  };
  await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
}
