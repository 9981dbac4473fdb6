import { createDatabase } from "@synapse-voice/prisma";
import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer } from "./server-for-tests.ts";
import { createTenantGuard } from "./tenant-guard.ts";

describe("the guard of tenants", () => {
  let db: MigratedDatabase;
  beforeAll(async () => void (db = await startMigratedDatabase()));
  afterAll(() => db?.close());

  it("fails the query that forgets the tenant, generated or written by hand, alone or in a transaction", async () => {
    const database = createDatabase({ url: db.url, onStatement: createTenantGuard().onStatement });
    const tenantId = "00000000-0000-4000-8000-000000000000";
    expect(
      await database.callLog.findMany({
        where: { tenantId },
        include: { offers: true, legs: true },
      }),
    ).toEqual([]);
    await expect(database.callLog.findMany({ where: { status: "RINGING" } })).rejects.toThrow(
      "names no tenant",
    );
    await expect(
      database.user.updateMany({ where: { supabaseUserId: "x" }, data: { firstName: "y" } }),
    ).rejects.toThrow("names no tenant");
    await expect(
      database.$queryRaw`SELECT 1 FROM "CallOffer" WHERE "personId" = ${"x"}`,
    ).rejects.toThrow("names no tenant");
    await expect(
      database.$executeRaw`DELETE FROM "AgentDevice" WHERE "deviceId" = ${"x"}`,
    ).rejects.toThrow("names no tenant");
    await expect(
      database.$transaction((transaction) =>
        transaction.callback.findMany({ where: { status: "open" } }),
      ),
    ).rejects.toThrow("names no tenant");
    await database.$disconnect();
  });

  it("watches every server under test: a store that forgot would be found", async () => {
    const server = await startTestServer({ db });
    const { sweepStore, tenantStore } = server.deps;
    await expect(sweepStore.dueCalls(server.clock.now(), true, 10)).resolves.toEqual([]);
    await expect(tenantStore.settings(server.tenantId)).resolves.toBeDefined();
    await expect(server.database.callLog.findMany()).rejects.toThrow("names no tenant");
    await server.close();
  });
});
