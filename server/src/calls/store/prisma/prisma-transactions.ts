import type { Database, Transaction } from "@synapse-voice/prisma";
import { isTransactionConflict } from "@synapse-voice/platform/database";
import { createPrismaAgentStore } from "../../../agents/store/prisma-agent-store.ts";
import type { WithTransaction } from "../call-store.ts";
import { createPrismaCallStore } from "./prisma-call-store.ts";

/** How often a unit of work runs again after it lost to another. */
const attempts = 10;

/** Units of work on PostgreSQL. */
export function createPrismaTransactions(database: Database): WithTransaction {
  return async (tenantId, work, scope = "transaction") => {
    const workOn = (transaction: Transaction) =>
      work({
        calls: createPrismaCallStore(transaction, tenantId),
        agents: createPrismaAgentStore(transaction),
      });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (scope === "transaction" ? database.$transaction(workOn) : workOn(database));
      } catch (error) {
        if (attempt >= attempts || !isTransactionConflict(error)) throw error;
      }
    }
  };
}
