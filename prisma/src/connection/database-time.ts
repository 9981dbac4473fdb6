import type { Database } from "./database.ts";

/** Reads the time of the database, in ms since the epoch. */
export async function readDatabaseTime(database: Database): Promise<number> {
  const [row] = await database.$queryRaw<
    { ms: number }[]
  >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`;
  if (!row) throw new Error("the database returned no time");
  return row.ms;
}
