import { Client } from "pg";
import { expect, it } from "vitest";
import { waitFor } from "../processes/wait-for.ts";
import { startTestPostgres } from "./postgres-for-tests.ts";

it("a test database is dropped once the slot of a closing connection has ended", async () => {
  const { superuserUrl, database, server, drop } = await startTestPostgres();
  const streaming = new Client({ connectionString: `${superuserUrl}?replication=database` });
  const client = new Client({ connectionString: server.superuserUrl });
  await Promise.all([streaming.connect(), client.connect()]);
  const count = async (query: string, values: string[] = []): Promise<number | null> =>
    (await client.query(query, values)).rowCount;
  await streaming.query("CREATE_REPLICATION_SLOT closing TEMPORARY LOGICAL pgoutput");
  try {
    const dropping = drop();
    const others = "select from pg_stat_activity where pid <> pg_backend_pid()";
    const isWaiting = `${others} and query like '%from pg_replication_slots%'`;
    await Promise.race([
      dropping,
      waitFor("the drop to wait", async () => (await count(isWaiting)) !== 0),
    ]);
    await streaming.end();
    await dropping;
    expect(await count("select from pg_database where datname = $1", [database])).toBe(0);
  } finally {
    await client.end();
  }
});
