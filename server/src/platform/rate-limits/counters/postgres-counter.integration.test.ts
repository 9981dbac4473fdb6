import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limitsTimes, type Limits } from "../limits.ts";
import { createPostgresCounter } from "./postgres-counter.ts";
import { counterCases } from "./testing/counter-cases.ts";

describe("a counter in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => void (db = await startMigratedDatabase()));
  afterAll(() => db?.close());
  const start = (limits: Partial<Limits>) =>
    createPostgresCounter(db.url, { ...limitsTimes(1), ...limits }, "a secret", () => undefined);

  counterCases(async (limits) => {
    const counter = start(limits);
    return { counter, close: () => counter.close() };
  });

  it("is shared by all servers, and stores no key in clear", async () => {
    const limits = { invite_tenant: { sharedQuota: 4, windowSeconds: 60, localBurst: 0 } };
    const servers = [start(limits), start(limits)];
    try {
      const waits = await Promise.all(
        Array.from({ length: 10 }, (_, turn) =>
          servers[turn % 2]?.count("invite_tenant", "the-tenant-203.0.113.7"),
        ),
      );
      expect(waits.filter((wait) => wait === null)).toHaveLength(4);
      const rows = JSON.stringify(await db.database.rateLimit.findMany(), (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
      expect(rows).toContain("invite_tenant:");
      expect(rows).not.toMatch(/the-tenant|203\.0\.113\.7/u);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });

  it("forgets what no longer counts, and nothing else", async () => {
    const counter = start({});
    await counter.count("start_call_tenant", "still counts");
    const counting = await db.database.rateLimit.count({
      where: { key: { startsWith: "start_call_tenant" } },
    });
    await db.database.rateLimit.create({
      data: { key: "old", points: 1, expire: BigInt(Date.now() - 1) },
    });
    await counter.deleteExpired();
    expect(await db.database.rateLimit.count({ where: { key: "old" } })).toBe(0);
    expect(
      await db.database.rateLimit.count({ where: { key: { startsWith: "start_call_tenant" } } }),
    ).toBe(counting);
    await counter.close();
  });
});
