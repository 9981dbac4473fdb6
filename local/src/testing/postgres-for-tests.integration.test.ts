import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { startTestPostgres, type Template, type TestDatabase } from "./postgres-for-tests.ts";

/** Returns a name that no other run of this test has used on the shared server. */
const templateName = (): string => `template_${randomBytes(6).toString("hex")}`;

/** Returns the number of sessions of a server that wait for an advisory lock. */
async function countWaiting(superuserUrl: string): Promise<number> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select count(*)::int as waiting
       from pg_locks where locktype = 'advisory' and not granted`,
    );
    return rows[0].waiting;
  } finally {
    await client.end();
  }
}

describe("templates of test databases", () => {
  it("are prepared one at a time, since roles belong to the whole server", async () => {
    const steps: string[] = [];
    let starting: Promise<TestDatabase> | undefined;
    const second: Template = {
      name: templateName(),
      prepare: async () => void steps.push("second"),
    };
    const first: Template = {
      name: templateName(),
      prepare: async ({ superuserUrl }) => {
        steps.push("first begins");
        starting = startTestPostgres({ from: second, share: true });
        await expect
          .poll(async () => steps.includes("second") || (await countWaiting(superuserUrl)) > 0)
          .toBe(true);
        steps.push("first ends");
      },
    };
    const databases = [await startTestPostgres({ from: first, share: true }), await starting];
    expect(steps).toEqual(["first begins", "first ends", "second"]);
    for (const database of databases) await database?.drop();
  });
});
