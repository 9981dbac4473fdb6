import type { Database, Transaction } from "@synapse-voice/prisma";
import { isTransactionConflict } from "@synapse-voice/platform/database";
import { retry } from "@synapse-voice/platform/retry";
import { createPrismaAgentStore } from "../../../agents/store/prisma-agent-store.ts";
import { retryPolicies } from "../../retry-policies.ts";
import type { Stores, Transactions } from "../transactions.ts";
import { createPrismaCallStore } from "./prisma-call-store.ts";

/** Units of work on PostgreSQL. */
export function createPrismaTransactions(database: Database): Transactions {
  const storesOn = (connection: Transaction, tenantId: string): Stores => ({
    calls: createPrismaCallStore(connection, tenantId),
    agents: createPrismaAgentStore(connection),
  });
  const retried = <T>(work: () => Promise<T>): Promise<T> =>
    retry(retryPolicies.transactionConflict, isTransactionConflict, work);
  return {
    inTransaction: (tenantId, work) =>
      retried(() => database.$transaction((transaction) => work(storesOn(transaction, tenantId)))),
    onConnection: (tenantId, work) => retried(() => work(storesOn(database, tenantId))),
  };
}
