import { createDatabase } from "@synapse-voice/prisma";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPrismaAgentStore } from "./store/prisma-agent-store.ts";

let db: MigratedDatabase;
beforeAll(async () => {
  db = await startMigratedDatabase();
});
afterAll(() => db?.close());

it("a renewal, which every device of every agent asks for every ten seconds, is one statement", async () => {
  const statements: string[] = [];
  const database = createDatabase({ url: db.url, onStatement: (sql) => void statements.push(sql) });
  const tenantId = await addTenant(db.database);
  const { supabaseUserId } = await addPerson(db.database, {
    tenantId,
    firstName: "Ada",
    role: "AGENT",
  });
  const now = Date.parse("2026-03-01T10:00:00.000Z");
  const device = {
    userId: supabaseUserId,
    deviceId: "desk",
    wantedState: "available",
    feed: "realtime",
    leaseUntil: now + 25_000,
    lastSeenAt: now,
  } as const;
  expect(await createPrismaAgentStore(database).renew(tenantId, device)).toMatchObject({
    activity: { wantsCalls: true },
    waiting: 0,
  });
  expect(statements).toHaveLength(1);
  await database.$disconnect();
});
