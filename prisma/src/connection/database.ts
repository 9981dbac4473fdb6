import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "../../generated/client.ts";
import { createStatementNames } from "./statement-names.ts";
import { watched, type OnStatement } from "./observed-adapter.ts";

/** The database as the server's stores see it. */
export type Database = PrismaClient;
/** The same within one transaction. */
export type Transaction = Prisma.TransactionClient;

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly poolSize?: number;
  /**
   * After that many ms PostgreSQL ends a statement; two seconds later we stop waiting for one that
   * can't even say so.
   */
  readonly statementTimeout?: number;
  /**
   * After that many ms a connection that does not come about is an error, so that an outage shows
   * as 503 and not as silence.
   */
  readonly connectTimeout?: number;
  /** For tests that watch what is asked of the database. */
  readonly onStatement?: OnStatement | undefined;
}

/** Opens a pool; connections are made when first needed. End it with `$disconnect()`. */
export function createDatabase({
  url,
  poolSize = 10,
  statementTimeout = 10_000,
  connectTimeout = 5_000,
  onStatement,
}: DatabaseOptions): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: poolSize,
      statement_timeout: statementTimeout,
      query_timeout: statementTimeout + 2_000,
      // A server that is cut off in the middle of a transaction takes no leave: its locks would
      // stay for as long as TCP believes in it.
      idle_in_transaction_session_timeout: statementTimeout + 2_000,
      connectionTimeoutMillis: connectTimeout,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      application_name: "synapse-voice",
    },
    // A connection that breaks while idle is replaced by the pool; the next query says so if the
    // database is gone.
    {
      onPoolError: () => undefined,
      onConnectionError: () => undefined,
      statementNameGenerator: createStatementNames(),
    },
  );
  return new PrismaClient({
    adapter: onStatement ? watched(adapter, onStatement) : adapter,
    errorFormat: "minimal",
    transactionOptions: { maxWait: connectTimeout, timeout: statementTimeout },
  });
}
