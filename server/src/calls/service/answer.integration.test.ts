import { createDatabase, type Database } from "@synapse-voice/prisma";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFakeClock } from "@synapse-voice/platform/testing";
import type { Person } from "../../identity/person.ts";
import { createCallChanges } from "./call-change.ts";
import { createCallsService } from "./execute.ts";
import { createPrismaTransactions } from "../store/prisma/prisma-transactions.ts";
import { createAnswerService } from "./answer.ts";
import { after, noon, offerOf, party, placed } from "../domain/testing/example-calls.ts";
import { createUptime } from "./uptime.ts";

let db: MigratedDatabase;
let database: Database;
const statements: string[] = [];

beforeAll(async () => {
  db = await startMigratedDatabase();
  database = createDatabase({ url: db.url, onStatement: (sql) => void statements.push(sql) });
});
afterAll(async () => {
  await database?.$disconnect();
  await db?.close();
});

it("an answer is two statements and no more, one that comes too late a look", async () => {
  const tenantId = await addTenant(db.database);
  const add = async (firstName: string, isAgent: boolean) => {
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName,
      role: isAgent ? "AGENT" : null,
    });
    return party(supabaseUserId, isAgent ? {} : { type: "PORTAL_CUSTOMER" });
  };
  const [carl, ada, grace] = [
    await add("Carl", false),
    await add("Ada", true),
    await add("Grace", true),
  ];
  const clock = createFakeClock(noon);
  const transactions = createPrismaTransactions(database);
  const calls = createCallsService({
    transactions,
    clock,
    log: pino({ level: "silent" }),
    changes: createCallChanges(),
  });
  const answers = createAnswerService({ calls, uptime: createUptime(noon), clock });
  const ringing = { ...after(placed(carl, null, { tenantId }), offerOf(ada, grace)), version: 1 };
  await transactions.inTransaction(tenantId, (stores) => stores.calls.insert(ringing, [], noon));
  const as = ({ userId }: typeof ada) => ({ tenantId, userId, type: "CRM_USER" }) as Person;
  const kinds = (): string[] =>
    statements.splice(0).map((sql) => sql.trim().split(/[\s(]/u)[0] ?? "");

  statements.length = 0;
  expect((await answers.accept(as(ada), "desk", ringing.id)).status).toBe("IN_PROGRESS");
  expect(kinds()).toEqual(["SELECT", "WITH"]);
  await expect(answers.accept(as(grace), "desk", ringing.id)).rejects.toMatchObject({
    code: "answered_elsewhere",
  });
  expect(kinds()).toEqual(["SELECT"]);
});
