import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "../../generated/client.ts";
import { createStatementNames } from "./statement-names.ts";
import { observed, type OnStatement } from "./observed-adapter.ts";

/** The database, as the server's stores use it. */
export type Database = PrismaClient;
/** The database within one transaction. */
export type Transaction = Prisma.TransactionClient;

export interface DatabaseOptions {
  readonly url: string;
  /** Maximum number of connections. */
  readonly poolSize?: number;
  /**
   * PostgreSQL ends a statement after this time. Two seconds later the client stops waiting for it,
   * in case the server can't answer.
   */
  readonly statementTimeoutMs?: number;
  /**
   * Connecting is an error after this time, so that an outage results in 503 and not in a request
   * that hangs.
   */
  readonly connectTimeoutMs?: number;
  /** For tests that inspect the statements. */
  readonly onStatement?: OnStatement | undefined;
}

/** Opens a pool. Connections are made when they are first needed. `$disconnect()` ends it. */
export function createDatabase({
  url,
  poolSize = 10,
  statementTimeoutMs = 10_000,
  connectTimeoutMs = 5_000,
  onStatement,
}: DatabaseOptions): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: poolSize,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 2_000,
      // A server that is cut off during a transaction does not close its connection. Its locks
      // would stay until TCP gives the connection up.
      idle_in_transaction_session_timeout: statementTimeoutMs + 2_000,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      application_name: "synapse-voice",
    },
    // The pool replaces a connection that breaks while idle. The next query reports an error if
    // the database is gone.
    {
      onPoolError: () => undefined,
      onConnectionError: () => undefined,
      statementNameGenerator: createStatementNames(),
    },
  );
  return new PrismaClient({
    adapter: onStatement ? observed(adapter, onStatement) : adapter,
    errorFormat: "minimal",
    transactionOptions: { maxWait: connectTimeoutMs, timeout: statementTimeoutMs },
  });
}
