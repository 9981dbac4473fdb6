import { Pool, type PoolClient } from "pg";

export type Database = {
  query: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
  transaction: <T>(work: (query: Database["query"]) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/**
 * Opens a pool that survives restarts of PostgreSQL. A broken connection leaves the pool, and the
 * next query opens a new one.
 */
export function openDatabase(databaseUrl: string, log: (line: string) => void): Database {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 15_000,
  });
  pool.on("error", (error) => log(`database connection lost: ${error.message}`));
  const queryWith =
    (runner: Pool | PoolClient): Database["query"] =>
    async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await runner.query<Row>(sql, values)).rows;
  return {
    query: queryWith(pool),
    close: () => pool.end(),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken = false;
      // The query rejects by itself. Without this listener the process would end.
      const onError = () => (broken = true);
      client.on("error", onError);
      try {
        await client.query("begin");
        const result = await work(queryWith(client));
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => (broken = true));
        throw error;
      } finally {
        client.off("error", onError);
        client.release(broken);
      }
    },
  };
}

/** Returns true if a statement failed because a unique column has this value already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
