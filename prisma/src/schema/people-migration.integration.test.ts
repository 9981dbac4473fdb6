import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { startTestPostgres, type TestDatabase } from "@synapse-voice/local/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "../migrate/migrate.ts";
import { migrationsFolder } from "../testing/migrated-database.ts";

const ours = "20261128223500_people";

describe("the migration of people", () => {
  let db: TestDatabase;
  let owner: Client;
  const rows = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows;
  const tenants = {
    untouched: { queueStrategy: "ring_all" },
    hidden: { hideAgentEmails: true },
    shown: { hideAgentEmails: false },
    odd: { hideAgentEmails: "yes" },
  };
  const ids = Object.fromEntries(Object.keys(tenants).map((name) => [name, randomUUID()]));
  const idOf = (name: keyof typeof tenants): string => ids[name]!;

  async function addAgent(tenant: keyof typeof tenants, role: string): Promise<string> {
    const id = randomUUID();
    await rows(`INSERT INTO "Person" VALUES ($1, $2, 'CRM_USER')`, [id, idOf(tenant)]);
    await rows(
      `INSERT INTO "User"
         ("supabaseUserId", "tenantId", "firstName", "lastName", "email", "role", "createdAt")
       VALUES ($1, $2, 'Mary Ann', 'Agent', '', $3::"Role", now())`,
      [id, idOf(tenant), role],
    );
    return id;
  }
  let alone: string;
  let among: string;

  beforeAll(async () => {
    db = await startTestPostgres();
    const folder = await mkdtemp(path.join(tmpdir(), "synapse-migrations-"));
    for (const name of await readdir(migrationsFolder))
      if (name < ours || !/^\d/u.test(name))
        await cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true });
    await migrate({ url: db.ownerUrl, folder, runtimePassword: "runtime-password" });
    await rm(folder, { recursive: true });
    owner = new Client({ connectionString: db.ownerUrl });
    await owner.connect();
    for (const [name, settings] of Object.entries(tenants))
      await rows(
        `INSERT INTO "Tenant" ("id", "name", "settings", "createdAt") VALUES ($1, $2, $3, now())`,
        [ids[name], name, settings],
      );
    alone = await addAgent("hidden", "ADMIN");
    among = await addAgent("shown", "ADMIN");
    const ada = await addAgent("shown", "AGENT");
    const [call] = await rows(
      `INSERT INTO "CallLog"
         ("tenantId", "roomName", "status", "placedAt", "startedAt", "deadlineAt")
       VALUES ($1, 'room', 'QUEUED', now(), now(), now()) RETURNING "id"`,
      [idOf("shown")],
    );
    await rows(
      `INSERT INTO "call_leg"
         ("tenantId", "callId", "role", "userId", "userType", "name", "deviceId", "placedAt")
       VALUES ($1, $2, 'caller', $3, 'CRM_USER', 'Mary Ann Agent', 'desk', now())`,
      [idOf("shown"), call.id, ada],
    );
    await migrate({ url: db.ownerUrl, runtimePassword: "runtime-password" });
  });
  afterAll(async () => {
    await owner?.end();
    await db?.drop();
  });

  it("carries the choice about emails over, and leaves all else to the new default", async () => {
    const settings = await rows(`SELECT "name", "settings" FROM "Tenant" ORDER BY "name"`);
    expect(settings).toEqual([
      { name: "hidden", settings: { hideAgentEmails: true, customersSee: "full_name" } },
      { name: "odd", settings: tenants.odd },
      { name: "shown", settings: { hideAgentEmails: false, customersSee: "full_name_and_email" } },
      { name: "untouched", settings: tenants.untouched },
    ]);
  });

  it("shows of earlier calls what their tenant shows, and knows the first names", async () => {
    expect(await rows(`SELECT "customersSee" FROM "CallLog"`)).toEqual([
      { customersSee: "full_name_and_email" },
    ]);
    expect(await rows(`SELECT "firstName" FROM "call_leg"`)).toEqual([{ firstName: "Mary Ann" }]);
  });

  it("leaves nobody's calls without an answer: admins go on where there are no agents", async () => {
    const takes = async (id: string) =>
      (await rows(`SELECT "takesQueueCalls" AS t FROM "User" WHERE "supabaseUserId" = $1`, [id]))[0]
        .t;
    expect([await takes(alone), await takes(among)]).toEqual([true, null]);
  });
});
