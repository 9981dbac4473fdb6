import type { AgentStore } from "../../agents/store/agent-store.ts";
import type { TenantId } from "../../identity/tenant-id.ts";
import type { CallStore } from "./call-store.ts";

/** The stores that one unit of work can change. */
export interface Stores {
  readonly calls: CallStore;
  readonly agents: AgentStore;
}

type Work<T> = (stores: Stores) => Promise<T>;

/** Ways to run a unit of work. It may run again from the start after a conflict with another. */
export interface Transactions {
  /** Runs work in one transaction: all of its changes are committed, or none. */
  inTransaction<T>(tenantId: TenantId, work: Work<T>): Promise<T>;
  /**
   * Runs each statement of the work in a transaction of its own. It is cheaper for work that only
   * reads, or writes one statement.
   */
  onConnection<T>(tenantId: TenantId, work: Work<T>): Promise<T>;
}
