import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "./database.ts";
import { startMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";

let on: MigratedDatabase;
let database: Database;

beforeAll(async () => {
  on = await startMigratedDatabase();
  database = createDatabase({ url: on.url, poolSize: 1 });
});
afterAll(async () => {
  await database?.$disconnect();
  await on?.close();
});

const prepared = async () =>
  (
    await database.$queryRaw<
      { count: number }[]
    >`SELECT count(*)::int AS "count" FROM pg_prepared_statements`
  )[0]!.count;

it("what is asked again is prepared once; statements that are never the same again stop at a bound", async () => {
  const before = await prepared();
  for (let turn = 0; turn < 3; turn += 1) await database.$queryRaw`SELECT ${turn}::int`;
  expect(await prepared()).toBe(before + 1);
  for (let turn = 0; turn < 600; turn += 1) await database.$queryRawUnsafe(`SELECT ${turn}`);
  expect(await prepared()).toBe(500);
  expect(await database.$queryRaw`SELECT ${7}::int AS "seven"`).toEqual([{ seven: 7 }]);
});
